"""The keys of the forms that one browser has begun."""

from homeroom.web.core.form_cookies import form_cookie, form_keys, is_form_cookie, new_form_key


def test_forms_stand_in_the_order_in_which_they_were_begun_however_many_there_were() -> None:
    keys: list[str] = []
    for _ in range(12):
        keys.append(new_form_key(keys))
    assert form_keys(map(form_cookie, reversed(keys))) == keys


def test_a_key_that_is_gone_does_not_come_again() -> None:
    assert new_form_key([]) != new_form_key([])


def test_only_names_that_we_give_are_ours() -> None:
    for name in ("__Host-form", "__Host-form-", "__Host-form-0-00000000", "__Host-form-1-0000000G", "form-1-00000000"):
        assert not is_form_cookie(name)
        assert form_keys([name]) == []
    assert is_form_cookie(form_cookie("1-00000000"))
