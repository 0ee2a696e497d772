"""The collector of memory is still during long work, and at work again after it, whatever happened."""

from __future__ import annotations

import gc

import pytest

from wdbranch.rules.undisturbed import undisturbed


def test_it_is_still_meanwhile_and_at_work_again_afterwards():
    assert gc.isenabled()
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed():
            pass
        assert not gc.isenabled()       # work within work does not end the outer quiet
    assert gc.isenabled()


def test_it_is_at_work_again_after_an_error():
    with pytest.raises(ZeroDivisionError), undisturbed():
        _ = 1 / 0
    assert gc.isenabled()


def test_whoever_had_switched_it_off_finds_it_off():
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
