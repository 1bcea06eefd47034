package org.kalepool.farmer;

import java.util.Locale;

/** Which blocks a farmer wants to be planted in. Stored by name. */
public enum FarmWhen {
  /** In all. */
  ALWAYS,
  /** Where its part of what is expected is worth more than the fees, which it pays. */
  WHEN_IT_PAYS_ME,
  /** Where the pooler's part is also worth more than what its hashing costs. */
  WHEN_IT_PAYS_BOTH;

  static final String ALWAYS_TEXT = "always";
  static final String ME_TEXT = "when_it_pays_me";
  static final String BOTH_TEXT = "when_it_pays_both";

  /** As the API writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * By its name, in small letters as well.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static FarmWhen of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
