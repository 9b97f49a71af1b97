"""Make the moving slides of a video lesson: `python -m tools.make_course_video courses/<course>/slides/<lesson>.toml`.

A slide file says what each slide shows, step by step, and what the caption under it says. From it come, beside the
`slides` folder, `<lesson>.mp4` (H.264, 1280×720, index first, silent), `<lesson>.vtt` and `<lesson>.md`, the transcript.
How long a step stays follows from the length of its caption, so that nobody has to read in haste. Needs ffmpeg; what it
made is committed, so whoever only runs the platform needs neither.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "tools" / "course_slides.typ"
FONTS = ROOT / "static" / "vendor" / "fonts"

CHARACTERS_A_SECOND = 4.2
SHORTEST_STEP = 2.6
FADE = 0.5  # Seconds in which one picture becomes the next.
FRAMES_A_SECOND = 25
PIXELS_WIDE = 1280


@dataclass(frozen=True)
class Step:
    """One thing that appears, and the caption that is shown while it is new."""

    caption: str
    show: str = ""

    @property
    def seconds(self) -> float:
        """How long the step stays: unhurried reading of its caption."""
        return round(max(SHORTEST_STEP, len(self.caption) / CHARACTERS_A_SECOND), 2)


@dataclass(frozen=True)
class Slide:
    """One slide: a heading, the source of what it quotes, and its steps."""

    head: str
    steps: tuple[Step, ...]
    source: str = ""
    kind: str = "points"  # or "title"
    first: int = 1  # The number of its first point: clauses of one article may go over several slides.


@dataclass(frozen=True)
class Film:
    """All slides of a lesson."""

    title: str
    course: str
    slides: tuple[Slide, ...]

    @classmethod
    def read(cls, path: Path) -> Film:
        """The film that a slide file describes."""
        data = tomllib.loads(path.read_text("utf-8"))
        slides = tuple(
            Slide(
                head=each["head"],
                source=each.get("source", ""),
                kind=each.get("kind", "points"),
                first=each.get("first", 1),
                steps=tuple(Step(step["caption"], step.get("show", "")) for step in each["steps"]),
            )
            for each in data["slides"]
        )
        return cls(data["title"], data["course"], slides)

    @cached_property
    def steps(self) -> tuple[tuple[Slide, Step], ...]:
        """Every step with its slide, in order."""
        return tuple((slide, step) for slide in self.slides for step in slide.steps)

    def captions(self) -> str:
        """The WebVTT text."""
        cues, start = ["WEBVTT\n"], 0.0
        for _slide, step in self.steps:
            end = start + step.seconds
            cues.append(f"{_time(start)} --> {_time(end - 0.05)}\n{step.caption}\n")
            start = end
        return "\n".join(cues)

    def transcript(self) -> str:
        """The transcript as Markdown: what is shown and what is said, slide by slide."""
        parts = []
        for slide in self.slides:
            shown = "\n".join(f"- {step.show}" for step in slide.steps if step.show)
            source = f"（画面文字出自{slide.source}）" if slide.source else ""
            said = "".join(step.caption for step in slide.steps)
            parts += [f"### {slide.head}", said, shown, source]
        return "\n\n".join(part for part in parts if part) + "\n"


def make(path: Path) -> None:
    """Write the video, the captions and the transcript of one slide file."""
    film, target = Film.read(path), path.parents[1] / path.stem
    with tempfile.TemporaryDirectory() as folder:
        pictures = _draw(film, Path(folder))
        _encode(pictures, [step.seconds for _slide, step in film.steps], target.with_suffix(".mp4"))
    target.with_suffix(".vtt").write_text(film.captions(), "utf-8")
    target.with_suffix(".md").write_text(film.transcript(), "utf-8")


def _draw(film: Film, folder: Path) -> list[Path]:
    """One picture for each step, on which everything up to that step can be seen."""
    pages = []
    for number, slide in enumerate(film.slides, start=1):
        for shown in range(1, len(slide.steps) + 1):
            page = {
                "head": slide.head,
                "kind": slide.kind,
                "source": slide.source,
                "first": slide.first,
                "number": number,
            }
            points = [step.show for step in slide.steps if step.show]
            seen = len([step.show for step in slide.steps[:shown] if step.show])
            pages.append({**page, "points": points, "seen": seen})
    data = {"title": film.title, "course": film.course, "slides": len(film.slides), "pages": pages}
    images = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="png",
        ppi=144,
        sys_inputs={"film": json.dumps(data, ensure_ascii=False)},
    )
    paths = []
    for index, image in enumerate(images if isinstance(images, list) else [images]):
        paths.append(folder / f"{index:03}.png")
        paths[-1].write_bytes(image)
    return paths


def _encode(pictures: list[Path], seconds: list[float], target: Path) -> None:
    inputs: list[str] = []
    for picture, length in zip(pictures, seconds, strict=True):
        # Every picture but the last lasts longer by the fade that it shares with the next one.
        inputs += ["-loop", "1", "-framerate", str(FRAMES_A_SECOND), "-t", f"{length + FADE:.2f}", "-i", str(picture)]
    chain, last, start = [f"[{i}]scale={PIXELS_WIDE}:-2,format=yuv420p[p{i}]" for i in range(len(pictures))], "p0", 0.0
    for index in range(1, len(pictures)):
        start += seconds[index - 1]
        chain.append(f"[{last}][p{index}]xfade=transition=fade:duration={FADE}:offset={start - FADE / 2:.2f}[f{index}]")
        last = f"f{index}"
    output = ["-map", f"[{last}]", "-t", f"{sum(seconds):.2f}", "-an", "-c:v", "libx264", "-preset", "veryslow"]
    quality = ["-tune", "stillimage", "-crf", "23", "-profile:v", "main", "-pix_fmt", "yuv420p", "-g", "125"]
    # No time stamp and no tool's version in the file: the same slides are the same bytes on the same machine.
    clean = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"]
    command = ["ffmpeg", "-y", "-loglevel", "error", *inputs, "-filter_complex", ";".join(chain)]
    subprocess.run([*command, *output, *quality, *clean, str(target)], check=True)


def _time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return f"{milliseconds // 3_600_000:02}:{milliseconds // 60_000 % 60:02}:{milliseconds // 1000 % 60:02}.{milliseconds % 1000:03}"


def main() -> None:
    """Make every film named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("slides", type=Path, nargs="+", help="slide files")
    for path in parser.parse_args().slides:
        make(path.resolve())


if __name__ == "__main__":
    main()
