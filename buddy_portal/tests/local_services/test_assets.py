from pathlib import Path

import pytest

from buddy_portal.local_services import assets
from buddy_portal.local_services.places import PROJECT
from buddy_portal.local_services.problems import StartProblem

FONT = "@font-face{font-family:Frutiger;src:url(https://fonts.example/a.woff2)}"


def npm_folder(tmp_path: Path, style: str = "p{color:red}") -> Path:
    design = tmp_path / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"
    (design / "assets" / "images").mkdir(parents=True)
    (design / "assets" / "images" / "favicon.ico").write_bytes(b"icon")
    (design / "assets" / "manifest.json").write_text("{}")
    (design / "nhsuk-frontend.min.css").write_text(style)
    (design / "nhsuk-frontend.min.js").write_text("a()//# sourceMappingURL=a.js.map\n")
    htmx = tmp_path / "node_modules" / "htmx.org"
    (htmx / "dist").mkdir(parents=True)
    (htmx / "dist" / "htmx.min.js").write_text("htmx()")
    for package in (htmx, design.parent.parent):
        (package / "package.json").write_text('{"version": "1.0.0"}')
    return tmp_path / "node_modules"


def test_style_without_its_hosted_fonts():
    assert assets.own_style(f"{FONT}p{{color:red}}") == "p{color:red}"


def test_style_with_relative_addresses_for_fingerprints():
    css = "a{background:url(/assets/images/x.svg)}"
    assert assets.own_style(css) == "a{background:url(images/x.svg)}"


@pytest.mark.parametrize(
    "named", ["/*# sourceMappingURL=a.css.map */\n", "\n/*# sourceMappingURL=a.css.map */"]
)
def test_style_does_not_name_its_source_map(named):
    assert assets.own_style(f"p{{}}{named}") == "p{}\n"


def test_script_does_not_name_its_source_map():
    assert assets.own_script("a();//# sourceMappingURL=a.js.map\n") == "a();\n"


@pytest.mark.parametrize("address", ["https://elsewhere.example/x.svg", "//elsewhere.example/x"])
def test_style_that_fetches_elsewhere_is_refused(address):
    with pytest.raises(StartProblem, match="elsewhere"):
        assets.own_style(f"a{{background:url({address})}}")


def test_build_makes_the_folder_once(tmp_path):
    modules, target = npm_folder(tmp_path), tmp_path / "build" / "vendor"
    assert [assets.build(modules, target), assets.build(modules, target)] == [True, False]
    assert (target / "nhsuk" / "images" / "favicon.ico").read_bytes() == b"icon"
    assert (target / "htmx.min.js").read_text() == "htmx()"


def test_build_starts_anew_after_a_new_version(tmp_path):
    modules, target = npm_folder(tmp_path), tmp_path / "build" / "vendor"
    assets.build(modules, target)
    (modules / "htmx.org" / "package.json").write_text('{"version": "1.0.1"}')
    assert assets.build(modules, target)


def test_build_that_fails_keeps_the_old_folder(tmp_path):
    modules, target = npm_folder(tmp_path), tmp_path / "build" / "vendor"
    assets.build(modules, target)
    (modules / "htmx.org" / "package.json").write_text('{"version": "1.0.1"}')
    (modules / "htmx.org" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(StartProblem, match=r"htmx\.min\.js is missing"):
        assets.build(modules, target)
    assert (target / "htmx.min.js").read_text() == "htmx()"


def test_build_without_npm_packages_names_the_command(tmp_path):
    with pytest.raises(StartProblem, match="make assets"):
        assets.build(tmp_path, tmp_path / "vendor")


def test_built_folder_of_this_project_fetches_nothing_elsewhere():
    vendor = PROJECT / "build" / "vendor" / "nhsuk"
    style = (vendor / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert "@font-face" not in style
    assert "url(/" not in style
    assert "http" not in style
    assert (vendor / "images" / "nhsuk-icon-cross.svg").exists()


def test_fonts_of_pdfs_are_copied_in_four_styles(tmp_path):
    for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"):
        folder = tmp_path / "@expo-google-fonts" / "arimo" / style
        folder.mkdir(parents=True)
        (folder / f"Arimo_{style}.ttf").write_bytes(b"font")
    assets.copy_fonts(tmp_path, tmp_path / "fonts")
    assert len(list((tmp_path / "fonts").glob("*.ttf"))) == 4


def test_a_missing_font_is_said_in_words(tmp_path):
    with pytest.raises(StartProblem, match="make assets"):
        assets.copy_fonts(tmp_path, tmp_path / "fonts")
