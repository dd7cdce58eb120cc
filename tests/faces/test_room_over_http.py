"""A room served by the command, used by robots over HTTP, killed and opened again."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet
import pytest

from govsim.rooms.afterwards import game_events
from govsim.rooms.journal import read_journal
from govsim.rooms.rehearsal import free_port, rehearse_room, served
from govsim.rooms.robots import Lecturer, Phone, RoomUnreachable, Screen
from govsim.statistics.resampling import generator
from govsim.teaching.events import Chose, Voted
from govsim.teaching.game import fold
from tests.program import invoked

BYTES_TO_A_PHONE = 100_000


def phones_of(site: str, count: int) -> list[Phone]:
    return [Phone(site, generator(number), careless=number % 2 == 1) for number in range(count)]


def test_a_room_that_is_killed_goes_on_with_every_answer_that_it_acknowledged(tmp_path: Path) -> None:
    file, port = tmp_path / "room.sqlite", str(free_port())
    with served(
        "open", "cabinet", "--nicknames", "--minutes", "45", "--port", port, "-o", str(file)
    ) as server:
        phones = phones_of(server.site, 3)
        for phone in phones:
            phone.join(server.code, "Ada")
        assert max(phone.first_bytes for phone in phones) < BYTES_TO_A_PHONE
        for _ in range(3):
            Lecturer(server.desk).next()
        phones[0].look()
        phones[0].play()
        with (
            pytest.raises(RoomUnreachable, match="Close the room that is open on it"),
            served("resume", str(file)),
        ):
            pass
        server.process.kill()
    with pytest.raises(RoomUnreachable):
        phones[1].look()
    with served("resume", str(file), "--port", port) as again:
        assert again.code == server.code
        screen = Screen(again.screen)
        for phone in phones[1:]:
            assert phone.look()
            phone.play()
        screen.wait_for("<b>3</b> of 3 have voted")
        lecturer = Lecturer(server.desk)  # the desk's address from before
        assert lecturer.next()
        for one in (*phones, screen, lecturer):
            one.visitor.close()
    game = fold(event for _, event in game_events(read_journal(file)))
    assert (game.phase, len(game.votes)) == ("decide-2", 3)
    told = invoked("room", "report", file)
    assert (told.exit_code, "a game whose rounds are all closed" in told.output) == (2, True)
    told = invoked("room", "export", file, "-o", tmp_path / "data", "--format", "parquet", "--anonymous")
    assert told.exit_code == 0, told.output
    students = pyarrow.parquet.read_table(tmp_path / "data" / "students.parquet")
    assert set(students.column("student").to_pylist()) == {
        "s1",
        "s2",
        "s3",
    }  # a row each time somebody was seated
    assert set(students.column("nickname").to_pylist()) == {""}
    assert invoked("room", "forget", file, "--yes").exit_code == 0
    assert not file.exists()


def test_a_room_is_not_opened_where_it_cannot_be(tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite"
    taken.write_text("mine")
    for options, said in (
        (("open", "cabinet", "-o", taken), "a new file"),
        (("open", "cabinet", "-o", tmp_path / "nowhere" / "room.sqlite"), "room.sqlite"),
        (("resume", taken), "the file of a room"),
        (("report", tmp_path / "gone.sqlite"), "no such file"),
        (("export", taken), "the file of a room"),
        (("forget", taken, "--yes"), "the file of a room"),
        (("open", "cabinet", "--base-path", "x y"), "--base-path"),
    ):
        told = (
            invoked("room", *options, "--port", free_port())
            if options[0] == "open"
            else invoked("room", *options)
        )
        assert told.exit_code == 2, told.output
        assert said in " ".join(told.output.split())
    assert taken.read_text() == "mine"


@pytest.mark.slow
def test_a_room_may_be_killed_in_every_phase(tmp_path: Path) -> None:
    file, port = tmp_path / "room.sqlite", str(free_port())
    options = ("--port", port)
    command: tuple[str, ...] = ("open", "cabinet", "--minutes", "45", "-o", str(file))
    phones: list[Phone] = []
    seen = []
    while True:
        with served(*command, *options) as server:
            lecturer = Lecturer(server.desk)
            if not phones:
                phones = phones_of(server.site, 8)
                for phone in phones:
                    phone.join(server.code)
            for phone in phones:
                phone.look()
                phone.play()
            pressed = [phone.pressed for phone in phones]
            seen.append(lecturer.title())
            server.process.kill()
        command = ("resume", str(file))
        with served(*command, *options) as server:
            lecturer = Lecturer(server.desk)
            assert lecturer.title() == seen[-1]
            for phone in phones:
                phone.look()
                phone.play()
            assert [phone.pressed for phone in phones] >= pressed
            over = lecturer.debriefs()
            lecturer.next()
            if over:
                break
            server.process.kill()
    assert len(seen) == 7
    events = [event for _, event in game_events(read_journal(file))]
    game = fold(events)
    assert (game.phase, len(game.forecasts), len(game.votes)) == ("", 8, 8)
    assert sum(isinstance(event, Chose | Voted) for event in events) > 20


@pytest.mark.slow
def test_a_hundred_phones_join_within_a_minute_and_play(tmp_path: Path) -> None:
    measured = rehearse_room(tmp_path / "room.sqlite", 100, minutes=45, seed=2)
    assert measured.joined < 60
    assert measured.first_bytes < BYTES_TO_A_PHONE
    assert measured.vote < 1
