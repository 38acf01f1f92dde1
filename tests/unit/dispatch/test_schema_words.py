"""Nobody who fills a form reads the decoder's own sentences."""

from __future__ import annotations

import msgspec
import pytest

from dispatch import problems
from dispatch.core.commands import AnyCommand
from dispatch.core.errors import Unusable
from dispatch.intake.json_in import read
from dispatch.intake.schema_words import in_words

decode = msgspec.json.Decoder(AnyCommand).decode

PLAN = '{"type":"drill.plan","plan":%s}'


@pytest.mark.parametrize(
    ("sent", "at", "zh", "en"),
    [
        (PLAN % '{"name":"a","place":{"building":"国泰"}}', "plan.place.building", "要填编号", "wants an id"),
        (PLAN % '{"name":"","place":{}}', "plan.name", "不能为空", "is empty"),
        (PLAN % '{"name":"a"}', "plan.place", "没有填", "is missing"),
        (PLAN % '{"name":"a","place":{"floor":"x"}}', "plan.place.floor", "要填整数", "wants a whole number"),
        (PLAN % '{"name":"a","place":{"floor":9999}}', "plan.place.floor", "最大 1000", "1000 at most"),
        (PLAN % '{"name":"a","place":{},"ends_after_s":0}', "plan.ends_after_s", "最小 1", "1 at least"),
        (PLAN % '{"name":"a","kind":"zz","place":{}}', "plan.kind", "不认识“zz”", "does not know zz"),
        (
            '{"type":"drill.attend","drill":"d","station":"S","members":["a b"]}',
            "members[0]",
            "要填编号",
            "wants an id",
        ),
    ],
)
def test_s29_a_wrong_field_is_told_in_words_of_both_languages(sent: str, at: str, zh: str, en: str) -> None:
    with pytest.raises(Unusable) as refused:
        read(decode, sent, "command")
    found = problems.of(refused.value)
    assert found["at"] == at
    assert zh in found["zh"]
    assert en in found["en"]
    for said in (found["zh"], found["en"], found["detail"]):
        assert not any(raw in said for raw in ("regex", "Expected", "^[", "$."))


def test_a_sentence_of_another_form_is_told_as_it_is() -> None:
    assert in_words("something new - at `$.a.b`") == ("a.b", "a.b something new", "a.b something new")
