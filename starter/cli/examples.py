"""An example for every command, as `--help` shows it. A test gives each to the command line to read.

Knows: what people type. Never knows: what comes of it.
"""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "up": ("leeway up",),
    "doctor": ("leeway doctor", "leeway doctor --json"),
    "test": ("leeway test", "leeway test rules"),
    "demo": ("leeway demo --json demo.json",),
    "explain": (
        "leeway explain --example balance",
        "leeway explain facts.json",
        "leeway explain case LV-7K4Q-92XH",
    ),
    "bench alerts": ("leeway bench alerts",),
    "bench rules": ("leeway bench rules", "leeway bench rules --json"),
    "directory import": ("leeway directory import docs/people-example.csv",),
    "migration run": (
        "leeway migration run",
        "leeway migration run --batch spring-2026 --by C-1 --yes",
    ),
    "case open": (
        "leeway case open --employee 1001 --matter own_condition --from 2026-03-30 --to 2026-04-24 --consent",
        'leeway case open --employee 1002 --period "own_condition continuous 2026-03-30 2026-05-10" '
        '--period "bonding continuous 2026-05-11 2026-07-05" --channel hotline --agent A7',
        "leeway case open --employee 1003 --matter accommodation",
    ),
    "case show": ("leeway case show LV-7K4Q-92XH",),
    "case list": ("leeway case list --coordinator C-1",),
    "case consent": ("leeway case consent LV-7K4Q-92XH --channel hotline --agent A7",),
    "case report-absence": (
        'leeway case report-absence LV-7K4Q-92XH --from "2026-03-04 09:00" --to "2026-03-04 12:00"',
        "leeway case report-absence LV-7K4Q-92XH --cancel A-1B2C3D4E",
    ),
    "case change": (
        "leeway case change LV-7K4Q-92XH --period 1 --to 2026-05-01",
        'leeway case change LV-7K4Q-92XH --add-period "bonding reduced 2026-07-06 2026-08-02"',
    ),
    "case upload": ("leeway case upload LV-7K4Q-92XH certification.pdf --kind certification",),
    "case certification": (
        "leeway case certification LV-7K4Q-92XH --by C-1 --sufficient --extent minimum --until 2026-06-30",
        "leeway case certification LV-7K4Q-92XH --by C-1 --deficient incomplete --missing duration,signature_date",
    ),
    "case extend": ("leeway case extend LV-7K4Q-92XH --by C-1 --until 2026-04-20 --ground diligent_effort",),
    "case recertify": (
        "leeway case recertify LV-7K4Q-92XH --by C-1 --extent lifetime --absence A-1B2C3D4E",
        "leeway case recertify LV-7K4Q-92XH --by C-1 --absence A-1B2C3D4E --ground doubt",
    ),
    "case approve": (
        "leeway case approve LV-7K4Q-92XH --by C-1",
        "leeway case approve LV-7K4Q-92XH --by C-1 --period 2 --harmed no",
    ),
    "case propose-denial": (
        "leeway case propose-denial LV-7K4Q-92XH --by C-1 --period 1 --ground certification_not_provided",
    ),
    "case confirm-denial": ("leeway case confirm-denial LV-7K4Q-92XH --by C-2 --period 1",),
    "case family-member-died": ("leeway case family-member-died LV-7K4Q-92XH --on 2026-04-02",),
    "case withdraw": ("leeway case withdraw LV-7K4Q-92XH --all",),
    "case returned": ("leeway case returned LV-7K4Q-92XH --on 2026-04-27",),
    "case dfml-told": (
        "leeway case dfml-told LV-7K4Q-92XH --on 2026-03-19",
        "leeway case dfml-told LV-7K4Q-92XH --on 2026-03-19 --no-claim",
    ),
    "case records-corrected": (
        "leeway case records-corrected LV-7K4Q-92XH --by C-1",
        "leeway case records-corrected LV-7K4Q-92XH --agency --agent HR",
    ),
    "case need-ended": (
        "leeway case need-ended LV-7K4Q-92XH --how recovery --last-day 2026-04-10",
        "leeway case need-ended LV-7K4Q-92XH --how not_returning --unequivocal yes --last-day 2026-04-10",
    ),
    "case dfml-decided": (
        "leeway case dfml-decided LV-7K4Q-92XH --claim approved --year 2026-03-29..2027-03-27",
        "leeway case dfml-decided LV-7K4Q-92XH --claim denied --received-on 2026-04-20",
    ),
    "case opinion": ("leeway case opinion LV-7K4Q-92XH second --does-not-certify",),
    "case opinion-copies": ("leeway case opinion-copies LV-7K4Q-92XH --asked",),
    "case light-duty": ("leeway case light-duty LV-7K4Q-92XH --from 2026-05-18 --answer refused",),
    "case pay": (
        "leeway case pay LV-7K4Q-92XH --benefit compensation:2026-04-07..2026-05-17 --elects yes --usable yes",
        "leeway case pay LV-7K4Q-92XH --no-benefit --elects no",
    ),
    "case amount-asked": ("leeway case amount-asked LV-7K4Q-92XH --channel hotline --agent A7",),
    "case late-notice": (
        "leeway case late-notice LV-7K4Q-92XH --by C-1 --period 1 --choice delay --foreseeable yes "
        "--posted yes --distributed yes --excused no "
        "--learned-on 2026-02-02",
        "leeway case late-notice LV-7K4Q-92XH --by C-1 --period 1 --choice waive --foreseeable yes "
        "--posted yes --distributed yes --excused no "
        "--learned-on 2026-02-02",
    ),
    "case late-paper": ("leeway case late-paper LV-7K4Q-92XH --by C-1 --period 1 --choice delay --foreseeable yes",),
    "case order-opinion": (
        "leeway case order-opinion LV-7K4Q-92XH second --by C-1 --regularly-used no",
        "leeway case order-opinion LV-7K4Q-92XH third --by C-1 --jointly-chosen yes",
    ),
    "case accept-first-opinion": ("leeway case accept-first-opinion LV-7K4Q-92XH --by C-1",),
    "case contact-provider": (
        "leeway case contact-provider LV-7K4Q-92XH --by C-1 --purpose clarify --role human_resources --authorised yes",
    ),
    "case hold-return": (
        "leeway case hold-return LV-7K4Q-92XH --by C-1 --on 2026-04-27 --practice yes --workdays-out 20 --terms none",
    ),
    "case announce-job-refusal": (
        "leeway case announce-job-refusal LV-7K4Q-92XH --by C-1 --basis long_term --return-by 2026-04-27",
    ),
    "case job-letter-served": ("leeway case job-letter-served LV-7K4Q-92XH --on 2026-04-08 --how certified_mail",),
    "case job-asked-again": ("leeway case job-asked-again LV-7K4Q-92XH --channel hotline --agent A7",),
    "case decide-on-job": (
        "leeway case decide-on-job LV-7K4Q-92XH --by C-1 --answer refused --basis long_term",
        "leeway case decide-on-job LV-7K4Q-92XH --by C-1 --answer given_back",
    ),
    "case tell-amount": ("leeway case tell-amount LV-7K4Q-92XH --by C-1",),
    "case apply-policy": (
        "leeway case apply-policy LV-7K4Q-92XH --by C-1 --policy massachusetts-executive-2026 --from 2026-07-01",
    ),
    "case close": ("leeway case close LV-7K4Q-92XH --by C-1",),
    "case reopen": ("leeway case reopen LV-7K4Q-92XH --by C-1",),
}

_WIDTH = 74


def help_of(command: str, words: str) -> str:
    """What a command does, and how it is typed."""
    lines = [line for example in EXAMPLES[command] for line in _broken(example)]
    return "\n".join([words.rstrip(), "", "[bold]Example[/]", *lines])


def _broken(example: str) -> list[str]:
    """In lines that fit on a narrow terminal, broken before options, to be copied as they are."""
    lines, line = [], ""
    for number, part in enumerate(example.split(" --")):
        piece = f"--{part}" if number else part
        if line and len(line) + len(piece) + 1 > _WIDTH:
            lines.append(f"{line} \\")
            line = f"  {piece}"
        else:
            line = f"{line} {piece}" if line else piece
    return [*lines, line]
