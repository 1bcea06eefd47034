package org.kalepool.notice;

/** What farmers can choose to be told. The names are stored and never change. */
public enum NewsKind {
  /** The XLM of the custodial account does not last long any more. */
  XLM_LOW("XLM is low"),
  /** A pail was lost with its stake. */
  STAKE_LOST("a stake was lost"),
  /** The pooler owes the farmer for a lost stake. */
  COMPENSATED("a lost stake is compensated"),
  /** Stake, interval, pooler or terms are others. */
  SETTINGS_CHANGED("settings or terms were changed"),
  /** Somebody has logged in with the farmer's token. */
  NEW_LOGIN("somebody logged in"),
  /** The payout has landed. */
  PAYOUT_SENT("a payout was sent"),
  /** The farmer has left. */
  DEPARTED("you have left");

  private final String words;

  NewsKind(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
