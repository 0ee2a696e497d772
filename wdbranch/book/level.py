"""How grave an objection is. Apart from ``finding``, so that a window can name the levels without it."""

MUST, SHOULD, HINT = "必", "应", "提"
