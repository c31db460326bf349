"""Strings that break careless programs: some 500, made from families of trouble."""

from __future__ import annotations

import itertools

_TAGS = ["script", "img", "svg", "iframe", "a", "style", "body", "math", "object", "input"]
_CLOSERS = ["", '">', "'>", "</textarea>", "</title>", "--><", "]]>", "%0A", "</option></select>"]
_ATTACKS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"]
_WORDS = ["undefined", "null", "None", "NULL", "true", "NaN", "Infinity", "-Infinity", "1e1000"]
_WORDS += [
    "0x10",
    "0/0",
    "1/0",
    "१२३",
    "１２３",
    "٤",
    "1.0.0",
    "--",
    "-",
    "−",
    "...",
    "''",
    '""',
    "`",
]
_TEMPLATES = [
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
    "#{7}",
    "%s%s%n",
    "%(a)s",
    "{0}",
    "\\",
    "\\n",
    "$(id)",
]
_TEMPLATES += [
    "'; DROP TABLE trusts; --",
    "1' OR '1'='1",
    "../../etc/passwd",
    "C:\\CON",
    "file:///etc",
]
_SCRIPTS = [
    "田中さんにあげて",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "مرحبا بالعالم",
    "שלום",
    "👩‍⚕️🏥",
    "🇬🇧",
    "ﷺ",
    "İıŞş",
    "ß",
    "ẞ",
]
_SCRIPTS += [
    "\u202eright to left\u202c",
    "\u200bzero\u200c",
    "\ufeffmark",
    "a\u0301",
    "é",
    "ｆｕｌｌ",
    "𝒻𝒶𝓃𝒸𝓎",
]
_SPACES = ["\u00a0", "\u2003", "\u3000", "\u2028x", "\u2029x", "a\tb", " a ", "a\nb", "x" * 5000]
_EVENTS = [
    "onclick",
    "onfocus",
    "onmouseover",
    "onload",
    "onpointerenter",
    "style",
    "srcdoc",
    "href",
]


def _family() -> list[str]:
    made = [closer + attack for closer, attack in itertools.product(_CLOSERS, _ATTACKS)]
    made += [f"<{tag} {event}=alert(1) x" for tag, event in itertools.product(_TAGS, _EVENTS)]
    made += [f'" {event}="alert(1)' for event in _EVENTS]
    made += [f"' {event}='alert(1)" for event in _EVENTS]
    made += [f"javascript:{attack}" for attack in ("alert(1)", "//%0aalert(1)", "void(0)")]
    made += [f"<{tag.upper()}\x0b{tag}>" for tag in _TAGS if "\x0b" not in tag]
    made += [f"&lt;{tag}&gt; &#{number};" for number, tag in enumerate(_TAGS, 60)]
    made += [*_WORDS, *_TEMPLATES, *_SCRIPTS, *_SPACES]
    made += [
        word + mark
        for word, mark in itertools.product(
            _WORDS, ["'", '"', "<", ">", "&", "=", ";", "%00", "<!--"]
        )
    ]
    made += [f"{word}{space}{word}" for word, space in itertools.product(_SCRIPTS, _SPACES[:7])]
    return made


NAUGHTY = _family()
