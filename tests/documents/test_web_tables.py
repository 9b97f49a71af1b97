from lms.documents.web_tables import web_table
from tests.documents.cast import MARCH, row, table


def test_a_page_says_the_same_words_as_the_file_and_keeps_the_total_apart():
    shown = web_table(table([row(last=MARCH)], has_total=True))
    assert shown.columns[5] == {"label": "学习班 人数", "figure": True}
    assert shown.rows == [["北京市", "11010519491231002X", "1", "是", "100.0%", "1", "2", "2026年3月31日"]]
    assert shown.total == ["合计", None, "1", "1", "100.0%", "1", "2", None]


def test_without_a_total_there_is_none():
    assert web_table(table([row()])).total is None
