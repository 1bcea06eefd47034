-- Sequence numbers whose fees a deposit has paid for: it was booked less them, and nobody can tell
-- how much they were. They explain no shortage afterwards.
alter table unseen_fees drop constraint unseen_fees_amount_check;
alter table unseen_fees add constraint unseen_fees_amount_check check (amount >= 0);
comment on column unseen_fees.amount is
  'stroops; 0 where they came out of a deposit that was booked less them';
