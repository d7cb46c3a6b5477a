"""What flags, reasons and acts about recruiters are called for officers: in the console and on the command line."""

from bot.recruiters.identity import Identity, IdentityKind

FLAGS = {
    "none": "tidak ada laporan yang dipercaya",
    "reported": "dilaporkan",
    "corroborated": "dilaporkan oleh beberapa orang",
    "verified": "dipastikan petugas",
    "cleared": "dinyatakan bersih oleh petugas",
}
"""By the words of ``Flag``; "none" where no credible report is left."""

REASONS = {
    "same_phone": "nomor sama",
    "same_account": "rekening atau akun sama",
    "same_name": "nama sama",
    "part_of_name": "sebagian nama sama",
    "similar_name": "nama mirip",
    "same_company": "perusahaan sama",
    "same_place": "tempat sama",
    "other_name": "nama lain",
    "other_company": "perusahaan lain",
    "phone_of_others": "nomor dipakai beberapa orang",
    "old_phone": "nomor sudah lama",
}
"""By the words of ``Reason``."""

ACTS = {
    "merged": "disatukan",
    "confirmed": "dipastikan satu orang",
    "split": "dipisahkan",
    "rejected": "saran ditolak",
    "verified": FLAGS["verified"],
    "cleared": FLAGS["cleared"],
    "ruled": "keputusan petugas dicabut",
}
"""By the words of ``RecruiterAct.act``, of rulings by the ruling."""

_SITES = {"bank": "rekening", "at": "akun"}


def flag_word(flag: object) -> str:
    """Return the key of a flag in FLAGS."""
    return "none" if flag is None else str(flag)


def shown_value(identity: Identity) -> str:
    """Return one thing that was told as officers read it: accounts with what kind they are."""
    if identity.kind is not IdentityKind.ACCOUNT:
        return identity.value
    site, _, name = identity.value.partition(":")
    return f"{_SITES.get(site, site)} {name}"
