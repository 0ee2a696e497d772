"""What the street office does with packets: trust list, sweep, review, sums, receipts."""
