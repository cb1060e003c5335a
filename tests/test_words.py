"""What every text promises, in every language and wording: complete, linked, sourced, readable, calm."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lumbar.annotations import (
    WORDINGS,
    Source,
    Wording,
    _toml,
    fill,
    general,
    honest,
    languages,
    leg_map,
    not_the_spine,
    placeholders,
    plain,
    scene_text,
    segments,
    source_keys,
    sources,
    structure,
    structures,
    term_ids,
    terms,
    ui,
    unwelcome,
    what_helps,
)
from lumbar.annotations.grades import scales
from lumbar.scenes import LAYERS, Scene, all_scenes, finding_ids, healthy_ids, places, resolve

WORDS = _toml.HERE
SCENES = tuple(all_scenes().values())
FIELDS = ("summary", "common", "heals", "helps")

in_every_language = pytest.mark.parametrize("language", languages())
of_every_scene = pytest.mark.parametrize("each", SCENES, ids=lambda each: each.id)
at_every_place = pytest.mark.parametrize(
    ("each", "level"),
    [
        pytest.param(each, level, id="/".join(filter(None, (each.id, level))))
        for each in SCENES
        for level in each.levels or (None,)
    ],
)
in_both_wordings = pytest.mark.parametrize("wording", WORDINGS)


def wording_of(each: Scene, level: str | None, wording: str, language: str) -> Wording:
    return scene_text(each.id, language, level).wording(wording)


def every_string(wording: Wording) -> Iterator[str]:
    yield wording.title
    yield from wording.texts()
    yield from wording.labels.values()
    yield from (stage.name for stage in wording.stages.values())


# complete


@in_every_language
@at_every_place
@in_both_wordings
def test_every_scene_has_all_its_words(language: str, each: Scene, level: str | None, wording: str) -> None:
    found = wording_of(each, level, wording, language)
    assert scene_text(each.id, language).title
    assert len(found.see) == 3, "three facts a screen"
    assert all(text.strip() for text in every_string(found))


@in_every_language
@at_every_place
@in_both_wordings
def test_every_placeholder_has_a_value(language: str, each: Scene, level: str | None, wording: str) -> None:
    for side in each.sides or (None,):
        values = resolve(each, level, side)["places"]
        for text in every_string(wording_of(each, level, wording, language)):
            assert not placeholders(fill(text, values, language))


@pytest.mark.parametrize("path", sorted((WORDS / "en").glob("*.toml")), ids=lambda path: path.name)
@in_every_language
def test_every_language_has_the_same_keys(path: Path, language: str) -> None:
    english = tomllib.loads(path.read_text("utf-8"))
    other = tomllib.loads((WORDS / language / path.name).read_text("utf-8"))
    if path.stem != "unwelcome":
        assert keys(other) == keys(english)


def keys(value: Any, path: str = "") -> set[str]:
    """The paths of all texts; lists count by their length, and the forms of a side are the language's own."""
    if path.startswith(".sides."):
        return {path}
    if isinstance(value, dict):
        return set().union(*(keys(below, f"{path}.{key}") for key, below in value.items()), {path})
    if isinstance(value, list) and not path.endswith("synonyms"):
        return {f"{path}[{len(value)}]"}
    return {path}


def test_a_language_is_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(WORDS, tmp_path / "words")
    shutil.copytree(WORDS / "en", tmp_path / "words" / "qq")
    monkeypatch.setattr(_toml, "HERE", tmp_path / "words")
    _toml.languages.cache_clear()
    try:
        assert languages() == ("en", "es", "qq")
        assert scene_text("facet_cyst", "qq").title == scene_text("facet_cyst", "en").title
    finally:
        _toml.languages.cache_clear()


def test_what_a_language_does_not_say_yet_is_said_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(WORDS, tmp_path / "words")
    (tmp_path / "words" / "es" / "facet_cyst.toml").unlink()
    (tmp_path / "words" / "es" / "help.toml").write_text('title = "Qué ayuda"', "utf-8")
    monkeypatch.setattr(_toml, "HERE", tmp_path / "words")
    _toml.words.cache_clear()
    try:
        assert _toml.words("facet_cyst", "es")["title"] == "Facet joint cyst"
        assert _toml.words("help", "es")["title"] == "Qué ayuda"
        assert _toml.words("help", "es")["steps"]["first"] == "First"
    finally:
        _toml.words.cache_clear()


def test_an_unknown_language_or_text_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="no language 'tlh'; choose from en, es"):
        scene_text("healthy", "tlh")
    with pytest.raises(
        ValueError, match=r"no text 'whiplash' in 'en'; choose from causes, central_stenosis, .*"
    ):
        scene_text("whiplash")
    with pytest.raises(ValueError, match="no wording 'lawyer'; choose from patient, clinician"):
        scene_text("healthy").wording("lawyer")


# linked


@in_every_language
@at_every_place
@in_both_wordings
def test_the_words_of_a_scene_link_its_terms(
    language: str, each: Scene, level: str | None, wording: str
) -> None:
    found = wording_of(each, level, wording, language)
    linked = {term for text in found.texts() for term in term_ids(text)}
    assert linked <= set(each.terms), "a linked word that the scene does not list"
    assert linked <= terms(language).keys()


@in_every_language
@of_every_scene
def test_every_term_of_a_scene_is_linked_in_some_wording(language: str, each: Scene) -> None:
    linked = {
        term
        for level in each.levels or (None,)
        for wording in WORDINGS
        for text in wording_of(each, level, wording, language).texts()
        for term in term_ids(text)
    }
    assert linked == set(each.terms)


def test_markup_becomes_runs_of_words_links_and_citations() -> None:
    assert segments("A [disc](term:disc) at {level} shrinks. [@chiu2015]") == [
        {"text": "A ", "term": None, "source": None},
        {"text": "disc", "term": "disc", "source": None},
        {"text": " at {level} shrinks.", "term": None, "source": None},
        {"text": "", "term": None, "source": "chiu2015"},
    ]
    assert plain("A [disc](term:disc) shrinks. [@chiu2015]") == "A disc shrinks."


def test_a_placeholder_without_a_value_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no value for side"):
        fill("on the {side}", {"level": "L4-L5"})


def test_the_side_is_said_in_words_of_the_language() -> None:
    places = {"side": "right", "other": "left", "level": "L4-L5"}
    assert fill("{side} {level}", places) == "right L4-L5"
    assert fill("{level}, {side}, {other_f}", places, "es") == "L4-L5, lado derecho, izquierda"
    assert structure("L4/root/left", "es").name == "Raíz nerviosa L4 izquierda"


# structures and terms


@in_every_language
def test_every_structure_has_names_and_a_sentence_for_each_reader(language: str) -> None:
    kinds = {kind for layer in LAYERS.values() for kind in layer}
    assert structures(language).keys() == kinds
    for part in (*healthy_ids(), *finding_ids()):
        text = structure(part, language)
        assert text.name
        assert text.plain
        assert not placeholders(text.name + text.plain)
        assert text.patient.endswith(".")
        assert text.clinician.endswith(".")


def test_a_name_says_side_and_level() -> None:
    assert structure("L4/root/left").name == "Left L4 nerve root"
    assert structure("L5/vertebra").codes["FMA"] == "13076"
    with pytest.raises(ValueError, match="no words for 'L4/rib'; the kinds are vertebra, sacrum"):
        structure("L4/rib")


def test_two_structures_never_share_a_name() -> None:
    names = [structure(part).name for part in (*healthy_ids(), *finding_ids())]
    assert len(names) == len(set(names))


@in_every_language
def test_every_term_has_words(language: str) -> None:
    for term in terms(language).values():
        assert term.word
        assert term.parts
        assert term.patient.endswith(".")
        assert term.clinician.endswith(".")


# sourced


def wordings_there_are(language: str, wording: str) -> Iterator[tuple[str, Wording, dict[str, str]]]:
    """Every wording of that name, with or without a scene yet, and the names of a place to fill it with."""
    for path in sorted((WORDS / language).glob("*.toml")):
        read = tomllib.loads(path.read_text("utf-8"))
        if "summary" in read.get(wording, {}):
            for level in (None, *read[wording].get("at", {})):
                found = scene_text(path.stem, language, level).wording(wording)
                yield path.stem, found, places(level or "L4-L5", "left")


def panels(language: str, wording: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts beside the scenes: red flags, what helps, causes outside the spine, the leg."""
    for name, panel in general(language)[wording].items():
        yield name, (panel.get("lead", ""), *panel["lines"])
    helps = what_helps(wording, language)
    yield "help", (helps.lead, helps.other)
    for option in helps.options:
        yield f"help/{option.id}", (option.text, option.know)
    causes = not_the_spine(wording, language)
    yield "causes", (causes.lead,)
    for cause in causes.causes:
        yield f"causes/{cause.id}", (cause.feels, cause.apart, cause.care)
    leg = leg_map(wording, language)
    yield "leg", (leg.varies,)
    for root, text in leg.roots.items():
        yield f"leg/{root}", (text.skin, text.muscle, text.test, text.reflex)


def cited_texts(language: str) -> Iterator[tuple[str, str]]:
    for wording in WORDINGS:
        for id_, found, _ in wordings_there_are(language, wording):
            for text in found.texts():
                yield f"{id_}/{wording}", text
        for where, texts in panels(language, wording):
            for text in texts:
                yield f"{where}/{wording}", text


NAMES = re.compile(r"\b[TLS]\d+(?:[-–][TLS]\d+)?\b|\bSF-36\b|\bNF[12]\b|Meyerding I+V?\b")


@in_every_language
def test_every_number_is_followed_by_its_source(language: str) -> None:
    for where, text in cited_texts(language):
        tail = text.rsplit("[@", 1)[-1].partition("]")[2] if "[@" in text else text
        assert not re.search(r"\d", NAMES.sub("", tail)), f"{where}: a number without a source in {tail!r}"


@in_every_language
def test_every_cited_source_is_known_and_every_known_one_is_used(language: str) -> None:
    files = (path.read_text("utf-8") for path in (WORDS / language).glob("*.toml"))
    cited = {key for text in files for key in source_keys(text)}
    tables = {scale["source"] for scale in scales()}
    assert cited <= sources().keys()
    assert sources().keys() == cited | tables


@pytest.mark.parametrize("source", sources().values(), ids=lambda source: source.key)
def test_a_source_says_who_when_where_and_how_it_was_seen(source: Source) -> None:
    assert source.authors
    assert source.title
    assert source.journal
    assert str(source.year) in source.key
    assert source.seen in ("abstract", "full text", "cited")
    assert not source.doi or re.fullmatch(r"10\.\d{4,}/\S+", source.doi)
    assert str(source.year) in source.line


# readable and calm


def patient_texts(language: str) -> Iterator[tuple[str, str]]:
    """Each patient text as read: filled in, without links and citations."""
    for id_, found, values in wordings_there_are(language, "patient"):
        for name in FIELDS:
            yield f"{id_}/{name}", fill(plain(getattr(found, name)), values, language)
        yield f"{id_}/see", fill(plain(" ".join(found.see)), values, language)
        for key, stage in found.stages.items():
            yield f"{id_}/{key}", fill(plain(stage.text), values, language)
    for name, texts in panels(language, "patient"):
        yield name, plain(" ".join(texts))
    for kind, text in structures(language).items():
        yield kind, text.patient
    for key, term in terms(language).items():
        yield key, term.patient


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:;])\s+", text.strip()) if part]


def syllables(word: str) -> int:
    """Spoken syllables of an English word: vowel groups, less a silent ending."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters or re.search(r"\d", word):
        return 2  # a level or a number, read aloud
    count = len(re.findall(r"[aeiouy]+", letters))
    count += len(re.findall(r"area|(?<=[eo])ing|[iu]a(?![nlr])|io(?!n)", letters))
    ending = re.search(r"(?<=[^aeiouy])(?:e|es|ed)$", letters)
    spoken = re.search(r"[td]ed$|(?:[sxzcg]|ch|sh)es$|[^aeiouy]les?$", letters)
    return max(count - bool(ending and not spoken), 1)


def syllables_es(word: str) -> int:
    """Spoken syllables of a Spanish word: strong or accented vowels each, weak ones where they stand alone."""
    letters = re.sub(r"[^a-záéíóúüñ]", "", word.lower())
    if not letters or re.search(r"\d", word):
        return 2  # a level or a number, read aloud
    letters = re.sub(r"qu|gu(?=[eiéí])", "q", letters)
    strong = len(re.findall(r"[aeoáéíóú]", letters))
    weak = len(re.findall(r"(?<![aeoáéíóúiuüy])(?:[iuü]+|y)(?![aeoáéíóúiuü])", letters))
    return max(strong + weak, 1)


def counts(text: str, spoken: Callable[[str], int]) -> tuple[float, float]:
    """Words a sentence, and syllables a word."""
    words = re.findall(r"[\w'’-]+", text)
    return len(words) / len(sentences(text)), sum(map(spoken, words)) / len(words)


def grade_level(text: str) -> float:
    """Flesch-Kincaid grade: years of school needed to read an English text."""
    length, weight = counts(text, syllables)
    return 0.39 * length + 11.8 * weight - 15.59


def inflesz(text: str) -> float:
    """Perspicuity of a Spanish text after Szigriszt (INFLESZ); from 65 on it counts as quite easy, primary school."""
    length, weight = counts(text, syllables_es)
    return 206.835 - 62.3 * weight - length


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("disc", 1),
        ("nerve", 1),
        ("moved", 1),
        ("needed", 2),
        ("surgery", 3),
        ("people", 2),
        ("doorway", 2),
        ("exercise", 3),
        ("bubble", 2),
        ("bubbles", 2),
        ("slides", 1),
        ("reaches", 2),
        ("spinal", 2),
        ("ligament", 3),
        ("hurts", 1),
        ("small", 1),
        ("pills", 1),
        ("area", 3),
    ],
)
def test_the_syllable_counter_hears_what_is_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_a_known_text_is_right() -> None:
    # 14 words, 2 sentences, 16 syllables: 0.39 * 7 + 11.8 * 16 / 14 - 15.59
    assert grade_level("The cat sat on the mat by the door. It was a sunny winter.") == pytest.approx(
        0.63, abs=0.01
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("nervio", 2),
        ("pierna", 2),
        ("columna", 3),
        ("médico", 3),
        ("aguja", 3),
        ("aquí", 2),
        ("articulación", 5),
        ("día", 2),
        ("cuidado", 3),
        ("muy", 1),
        ("y", 1),
        ("hueso", 2),
        ("sangre", 2),
        ("raíz", 2),
        ("vejiga", 3),
    ],
)
def test_the_spanish_syllable_counter_hears_what_is_said(word: str, count: int) -> None:
    assert syllables_es(word) == count


def test_the_perspicuity_of_a_known_spanish_text_is_right() -> None:
    # 9 words, 2 sentences, 14 syllables: 206.835 - 62.3 * 14 / 9 - 4.5
    assert inflesz("El nervio sale aquí. La pierna no le duele.") == pytest.approx(105.42, abs=0.01)


def test_spanish_patient_texts_are_quite_easy_to_read() -> None:
    hard = {where: round(inflesz(text)) for where, text in patient_texts("es") if inflesz(text) < 65}
    assert not hard


def test_patient_texts_read_at_sixth_grade_or_below() -> None:
    hard = {
        where: round(grade_level(text), 1) for where, text in patient_texts("en") if grade_level(text) > 6
    }
    assert not hard


@in_every_language
def test_patient_sentences_are_short(language: str) -> None:
    for where, text in patient_texts(language):
        lengths = [len(re.findall(r"[\w'’-]+", sentence)) for sentence in sentences(text)]
        assert sum(lengths) / len(lengths) < 15, f"{where}: {text}"
        assert max(lengths) <= 25, f"{where}: {text}"


@in_every_language
def test_no_patient_text_frightens(language: str) -> None:
    shown = [(where, text) for where, text in patient_texts(language) if where != "red_flags"]
    shown += [
        (id_, text)
        for id_, found, _ in wordings_there_are(language, "patient")
        for text in every_string(found)
    ]
    words = (ui(language)[table].values() for table in ("measures", "values", "scales"))
    shown += [("ui", word["plain"]) for table in words for word in table]
    for where, text in shown:
        found = frightening(plain(text), where.split("/")[0], language)
        assert not found, f"{where}: {found} in {text}"


def frightening(text: str, where: str, language: str) -> list[str]:
    """The unwelcome words of a text, but for the phrases in which honesty asks for them."""
    allowed = honest(language)
    for phrase in (*allowed["everywhere"], *allowed.get(where, ())):
        text = re.sub(re.escape(phrase), "", text, flags=re.IGNORECASE)
    stems = [re.escape(word).replace(r"\*", r"\w*") for word in unwelcome(language)]
    return re.findall(rf"\b(?:{'|'.join(stems)})\b", text, re.IGNORECASE)


def test_an_unwelcome_word_is_found_but_not_where_honesty_asks_for_it() -> None:
    assert frightening("A torn disc is not cancer.", "disc_herniation", "en") == ["torn"]
    assert frightening("Some cells of a cancer have settled.", "schwannoma", "en") == ["cancer"]
    assert not frightening("Some cells of a cancer have settled.", "metastasis", "en")


@in_every_language
def test_every_condition_says_that_help_comes_without_surgery_first(language: str) -> None:
    for each in SCENES:
        if each.finding and language == "en":
            text = plain(scene_text(each.id, language).patient.helps)
            first = sentences(text)[0]
            assert "surgery" not in first.lower()
            assert "first" in text.lower()


@in_every_language
@in_both_wordings
def test_what_helps_starts_without_surgery_and_ends_with_it(language: str, wording: str) -> None:
    """Most patients need no operation: therapy, NSAIDs and injections come before it (the page's own claim)."""
    options = what_helps(wording, language).options
    assert [option.id for option in options][1:] == ["physical_therapy", "medicines", "injections", "surgery"]
    assert [option.step for option in options] == ["first", "first", "first", "next", "occasionally"]


@in_every_language
@in_both_wordings
def test_every_cause_of_the_page_outside_the_spine_is_there(language: str, wording: str) -> None:
    """Vascular, neuropathy, nerve, inflammatory, clot, muscle, bone and ligament (facts C10); a clot cannot wait."""
    causes = not_the_spine(wording, language).causes
    assert {cause.id for cause in causes if cause.today} == {"blood_clot"}
    assert {cause.id for cause in causes} == {
        "vascular",
        "blood_clot",
        "peripheral_neuropathy",
        "peripheral_nerve",
        "inflammatory",
        "muscle",
        "bone_and_ligament",
    }


def test_muscles_and_reflexes_of_the_roots_are_the_published_ones() -> None:
    """ISNCSCI key muscles L2 to S1, patellar reflex L4, ankle reflex S1, none reliable at L5 (facts E)."""
    roots = leg_map("clinician").roots
    keys = {
        "L2": "iliopsoas",
        "L3": "quadriceps",
        "L4": "tibialis anterior",
        "L5": "EHL",
        "S1": "Plantar flexors",
    }
    assert all(muscle in roots[root].muscle for root, muscle in keys.items())
    assert roots["L4"].reflex.startswith("Patellar")
    assert roots["L5"].reflex.startswith("None")
    assert roots["S1"].reflex.startswith("Ankle")


# the page


@in_every_language
def test_the_page_says_it_is_no_diagnosis(language: str) -> None:
    assert ui(language)["app"]["disclaimer"]
    if language == "en":
        assert "not diagnosis" in ui(language)["app"]["disclaimer"].lower()
        assert "not a medical device" in ui(language)["app"]["disclaimer"].lower()


@in_every_language
def test_the_page_names_every_layer_and_side(language: str) -> None:
    assert LAYERS.keys() <= ui(language)["layers"].keys()
    assert ui(language)["sides"].keys() == {"left", "right"}
    assert set(WORDINGS) == ui(language)["wordings"].keys()
