"""Build the running service from its settings, once per process, each part when it is first needed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path
from threading import BoundedSemaphore

from huey.api import Huey

from bot.answers.catalog import Catalog, load_catalog
from bot.clock import Clock, SystemClock
from bot.config import PROJECT, Settings
from bot.messaging.alert_webhook import WebhookAlertDoor
from bot.messaging.alerts import AlertDoor
from bot.messaging.aside import SimulatedAside
from bot.messaging.door import Gateway
from bot.messaging.media import MediaDoor
from bot.messaging.recorder import RecorderGateway
from bot.messaging.smtp import SmtpAlertDoor
from bot.messaging.twilio_alerts import TwilioAlertDoor
from bot.queue import open_queue
from bot.services.acting import Acting
from bot.services.agency_book import AgencyBook
from bot.services.bell import Bell, HueyBell
from bot.services.escalate import Escalation
from bot.services.keep_evidence import EvidenceKeeper
from bot.services.keep_sentences import SentenceKeeper
from bot.services.knock import Knocker
from bot.services.look_through import CaseChecker
from bot.services.office_phones import office_phones
from bot.services.replies import Wording
from bot.services.report_desk import ReportDesk
from bot.services.send_alerts import AlertSender
from bot.services.send_digest import DigestSender
from bot.services.send_replies import Sender
from bot.services.take_turns import TurnTaker
from bot.services.tell_officers import SetUp
from bot.services.watch_takeovers import TakeoverWatch
from bot.store.engine import Store, make_engine
from bot.store.evidence_files import EvidenceFiles
from bot.store.export_files import ExportFiles
from bot.store.spool import Spool
from bot.store.vault import Vault
from bot.training.models import ModelStore
from bot.understanding.chain import Chain
from bot.understanding.model import Understander
from bot.understanding.rasa import RasaClient

WORKER_THREADS = 6
_FETCHES_AT_ONCE = 1  # a large photo needs memory
_SENDS_AT_ONCE = 4  # of the worker's threads; the rest keep answering while a provider is slow


@cache
def _shipped_answers() -> Catalog:
    """Return the answers as they were when they were first asked for: what is published later is in the database."""
    return load_catalog(PROJECT / "responses")


@dataclass
class Runtime:
    """The service's parts. Tests pass their own clock, bell, understander or gateways."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    given_bell: Bell | None = None
    given_understander: Understander | None = None
    given_gateways: dict[str, Gateway] | None = None
    given_doors: dict[str, AlertDoor] | None = None
    given_media: MediaDoor | None = None
    nlu_data: Path = PROJECT / "nlu_data"

    @cached_property
    def vault(self) -> Vault:
        """Encryption with the data keys."""
        return Vault(self.settings.data_keys)

    @cached_property
    def store(self) -> Store:
        """The database."""
        return Store(make_engine(self.settings.database), self.vault)

    @cached_property
    def spool(self) -> Spool:
        """Where messages wait while the database is away."""
        return Spool(self.settings.data_dir / "spool", self.vault)

    @cached_property
    def bell(self) -> Bell:
        """The bell to ring; it does no work in this process."""
        return self.given_bell or HueyBell(self.make_huey)

    @cached_property
    def working_bell(self) -> HueyBell:
        """The bell whose tasks do the work: for the worker."""
        # Each part is made when it is first rung for: the web processes need none of them.
        return HueyBell(
            self.make_huey,
            turn=lambda one: self.turn_taker.work(one),  # noqa: PLW0108
            send=lambda one: self.sender.work(one),  # noqa: PLW0108
            alert=lambda one: self.alert_sender.work(one),  # noqa: PLW0108
            evidence=lambda one: self.evidence_keeper.work(one),  # noqa: PLW0108
        )

    @cached_property
    def understander(self) -> Understander:
        """Rules first, then Rasa, then keywords."""
        return Chain(self._rasa) if self.given_understander is None else self.given_understander

    @cached_property
    def _rasa(self) -> RasaClient:
        return RasaClient(self.settings.nlu_url, self.settings.nlu_token.get_secret_value())

    def nlu_healthy(self) -> bool:
        """Tell whether the NLU server answers now."""
        return self._rasa.healthy()

    @cached_property
    def wording(self) -> Wording:
        """The answers. Raises BadInputError listing every fault of a hopeless set-up."""
        return Wording(_shipped_answers(), self.clock, self.settings.service_name, self.settings.dawan_drafts)

    @cached_property
    def agency_book(self) -> AgencyBook:
        """The labour placement companies that people can ask about."""
        return AgencyBook(self.store)

    @cached_property
    def gateways(self) -> dict[str, Gateway]:
        """The ways to send, by the provider a conversation came from."""
        if self.given_gateways is not None:
            return self.given_gateways
        recorder = RecorderGateway()
        twilio: Gateway = self.settings.twilio_gateway() if self.settings.sends_by_twilio else recorder
        if not self.settings.twilio_api_url:  # a double of the API may get simulated numbers, Twilio itself never
            twilio = SimulatedAside(twilio, recorder)
        return {"twilio": twilio, "simulator": recorder, "talk": recorder}

    @cached_property
    def turn_taker(self) -> TurnTaker:
        """What takes turns."""
        bell = self.given_bell or self.working_bell
        keeper = SentenceKeeper(self.settings.keep_for_training, lambda: ModelStore().pointer().current)
        return TurnTaker(
            self.store, self.clock, bell, self.understander, self.wording, self.agency_book, keeper, self.desk
        )

    @cached_property
    def desk(self) -> ReportDesk:
        """How reports are taken here."""
        sleeps_after = timedelta(minutes=self.settings.report_sleep_minutes)
        ways = self.settings.alert_ways if self.given_doors is None else frozenset(self.doors)
        return ReportDesk(sleeps_after, SetUp(ways, office_phones(self.wording.catalog.hotlines.all())))

    @cached_property
    def acting(self) -> Acting:
        """What officers act on cases with."""
        return Acting(self.store, self.clock, self.desk.set_up, self.bell)

    @cached_property
    def escalation(self) -> Escalation:
        """What moves cases on with time."""
        return Escalation(self.store, self.clock, self.desk)

    @cached_property
    def knocker(self) -> Knocker:
        """What tells authors of cases that an officer has a question."""
        bell, template = self.given_bell or self.working_bell, bool(self.settings.twilio_notice_content_sid)
        return Knocker(self.store, self.clock, bell, self.wording, template)

    @cached_property
    def takeover_watch(self) -> TakeoverWatch:
        """What hands conversations back to the bot."""
        return TakeoverWatch(self.store, self.clock, self.given_bell or self.working_bell, self.wording)

    @cached_property
    def case_checker(self) -> CaseChecker:
        """What looks cases through again for whom they name and where they are."""
        return CaseChecker(self.store, self.clock)

    @cached_property
    def doors(self) -> dict[str, AlertDoor]:
        """The ways to reach officers that are set up."""
        if self.given_doors is not None:
            return self.given_doors
        settings, name = self.settings, self.settings.service_name
        makers: dict[str, Callable[[], AlertDoor]] = {
            "email": lambda: SmtpAlertDoor(settings.mail_server(), service_name=name),
            "sms": lambda: TwilioAlertDoor(self.settings.twilio_gateway(), service_name=name),
            "whatsapp": lambda: TwilioAlertDoor(
                self.settings.twilio_gateway(), content_sid=settings.twilio_alert_content_sid, service_name=name
            ),
            "webhook": lambda: WebhookAlertDoor(
                settings.alert_webhook_url,
                settings.alert_webhook_secret.get_secret_value(),
                self.clock,
                service_name=name,
            ),
        }
        return {way: makers[way]() for way in sorted(settings.alert_ways)}

    @cached_property
    def alert_sender(self) -> AlertSender:
        """What sends alerts to officers."""
        bell = self.given_bell or self.working_bell
        return AlertSender(self.store, self.clock, bell, self.wording, self.doors, self.settings.console_base)

    @cached_property
    def evidence_files(self) -> EvidenceFiles:
        """Where photos and files of reports lie, sealed."""
        return EvidenceFiles(self.settings.data_dir / "evidence", self.vault)

    @cached_property
    def export_files(self) -> ExportFiles:
        """Where finished exports wait to be fetched, sealed."""
        return ExportFiles(self.settings.data_dir / "exports", self.vault)

    @cached_property
    def evidence_keeper(self) -> EvidenceKeeper:
        """What fetches photos and files of reports."""
        places = BoundedSemaphore(_FETCHES_AT_ONCE)
        return EvidenceKeeper(self.store, self.clock, self.evidence_files, self.media_door, places)

    @cached_property
    def media_door(self) -> MediaDoor | None:
        """Where people's photos and files are fetched, None without Twilio credentials."""
        if self.given_media is not None or not self.settings.sends_by_twilio:
            return self.given_media
        return self.settings.twilio_media()

    @cached_property
    def sender(self) -> Sender:
        """What sends replies."""
        return Sender(self.store, self.clock, self.gateways, BoundedSemaphore(_SENDS_AT_ONCE))

    @cached_property
    def digest_sender(self) -> DigestSender:
        """What sends the daily digests."""
        return DigestSender(self.store, self.clock, self.doors, self.settings.console_base)

    def make_huey(self) -> Huey:
        """Open the queue of bells."""
        return open_queue(self.settings)
