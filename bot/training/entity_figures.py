"""How well the entities of messages are found: precision, recall and F1 of each kind, on annotated sentences.

A piece counts as found when its kind and both its ends are those of the annotation. Roles of places are counted
apart, as "place:origin" and so on: there the role has to be right too. A kind that is neither annotated nor found
has no figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.training.figures import Figure, figure
from bot.understanding.examples import Example, LabelledEntity
from bot.understanding.model import Entity, Understander

Finder = Callable[[str], Iterable[Entity]]
_Piece = tuple[str, int, int]


@dataclass(frozen=True)
class EntityFigures:
    """Pieces annotated, pieces found and those found rightly; the shares are 0 where there is nothing to share."""

    annotated: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what is annotated that was found."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.annotated) if self.right else 0.0

    def __str__(self) -> str:
        """Return it as people read it: ``F1 0.93 (precision 0.95, recall 0.91, n 71)``."""
        return f"F1 {self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f}, n {self.annotated})"


def entity_figures(examples: Iterable[Example], how: Understander | Finder) -> dict[str, EntityFigures]:
    """Return the figures by kind of entity, and by "place:<role>", sorted by name.

    ``how`` is whatever is measured: an understander, or a function that finds the entities of a text.
    """
    counted = [_counts(example, how) for example in examples]
    return {name: _summed([counts[name] for counts in counted if name in counts]) for name in _names(counted)}


def entity_f1(examples: Iterable[Example], how: Understander | Finder) -> dict[str, Figure]:
    """Return the F1 by kind with its 95 % interval; samples are drawn from the messages that have or get the kind."""
    counted = [_counts(example, how) for example in examples]
    return {
        name: figure([counts[name] for counts in counted if name in counts], lambda marks: _summed(marks).f1)
        for name in _names(counted)
    }


def _counts(example: Example, how: Understander | Finder) -> dict[str, EntityFigures]:
    """Return what one message has and gets, by kind."""
    wanted = {piece for entity in example.entities for piece in _pieces(entity)}
    given = {piece for entity in _found(how, example.text) for piece in _pieces(entity)}
    sides = [Counter(name for name, _, _ in pieces) for pieces in (wanted, given, wanted & given)]
    return {name: EntityFigures(*(side[name] for side in sides)) for name in sides[0] | sides[1]}


def _names(counted: Iterable[Mapping[str, EntityFigures]]) -> list[str]:
    return sorted({name for counts in counted for name in counts})


def _summed(parts: Sequence[EntityFigures]) -> EntityFigures:
    return EntityFigures(
        sum(part.annotated for part in parts), sum(part.found for part in parts), sum(part.right for part in parts)
    )


def _found(how: Understander | Finder, text: str) -> Iterable[Entity]:
    return how(text) if callable(how) else how.understand(text).entities


def _pieces(entity: Entity | LabelledEntity) -> list[_Piece]:
    names = [entity.entity, f"{entity.entity}:{entity.role}"] if entity.role else [entity.entity]
    return [(name, entity.start, entity.end) for name in names]
