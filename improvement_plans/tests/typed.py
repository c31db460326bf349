"""What people type into a field: what is refused with a sentence, and what is kept as it is."""

LONG = "x" * 100_000
TROUBLE = {"empty": "", "long": LONG, "control": "a\x00b\x07c"}
FINE = {
    "letters": "👩‍⚕️ 5 of 7 🏥 مرحبا \u202eabc\u202c",
    "code": "<script>alert(1)</script> & '{{ 271*379 }}' {% debug %}",
    "formula": '=HYPERLINK("http://x.example")',
}
