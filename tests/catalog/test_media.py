"""Media come through permission and in ranges."""

from __future__ import annotations

import pytest

from lms.catalog.models import CourseState
from lms.core.blobs import read_blob
from lms.core.permissions import Role
from tests.catalog.factories import make_course, make_video
from tests.factories import make_congress
from tests.support.accounts import make_deputy, make_staff, sign_in


@pytest.fixture
def congress_id(client):
    mandate, account = make_deputy()
    congress_id = mandate.congress_id
    sign_in(client, account)
    return congress_id


def get(client, url, **headers):
    """The answer with its body read and its file closed, as a server does."""
    answer = client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.get_data()
    answer.close()
    return answer


def media(lesson):
    return f"/media/{lesson.media_sha256}", read_blob(lesson.media_sha256)


def test_a_whole_file_says_that_it_can_be_had_in_parts(client, congress_id):
    url, data = media(make_video(make_course(congress_id=congress_id)))
    answer = get(client, url)
    assert (answer.status_code, answer.data, answer.content_type) == (200, data, "video/mp4")
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=5-", slice(5, None)), ("bytes=-7", slice(-7, None))],
)
def test_a_part_is_just_that_part(client, congress_id, asked, part):
    url, data = media(make_video(make_course(congress_id=congress_id)))
    answer = get(client, url, Range=asked)
    assert (answer.status_code, answer.data) == (206, data[part])
    assert answer.headers["Content-Range"].endswith(f"/{len(data)}")


def test_a_part_past_the_end_is_refused(client, congress_id):
    url, data = media(make_video(make_course(congress_id=congress_id)))
    answer = get(client, url, Range=f"bytes={len(data)}-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(data)}"


def test_what_the_browser_still_has_is_not_sent_again(client, congress_id):
    url, _data = media(make_video(make_course(congress_id=congress_id)))
    etag = get(client, url).headers["ETag"]
    assert get(client, url, If_None_Match=etag).status_code == 304


def test_captions_come_as_text(client, congress_id):
    lesson = make_video(make_course(congress_id=congress_id))
    answer = get(client, f"/media/{lesson.captions_sha256}")
    assert answer.content_type.startswith("text/vtt")


def test_media_of_another_congress_do_not_exist(client, congress_id):
    assert get(client, media(make_video(make_course()))[0]).status_code == 404


def test_media_of_a_draft_exist_for_editors_only(client, app, congress_id):
    url, _data = media(make_video(make_course(congress_id=congress_id, state=CourseState.DRAFT)))
    assert get(client, url).status_code == 404
    editor = app.test_client()
    sign_in(editor, make_staff(Role.EDITOR, congress=None), congress_id=None)
    assert get(editor, url).status_code == 404  # An editor of another congress.


def test_a_file_of_a_lesson_that_was_dropped_is_gone(client, congress_id):
    lesson = make_video(make_course(congress_id=congress_id), is_current=False)
    assert get(client, media(lesson)[0]).status_code == 404


def test_who_is_not_signed_in_gets_nothing(client, database):
    url, data = media(make_video(make_course(congress_id=make_congress().id)))
    assert data not in get(client, url).data


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Fetc%2Fpasswd", "x"])
def test_what_is_no_digest_of_ours_does_not_exist(client, congress_id, name):
    assert get(client, f"/media/{name}").status_code == 404
