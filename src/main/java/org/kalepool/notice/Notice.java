package org.kalepool.notice;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told, once to each channel.
 *
 * @param kind a stable word, such as {@code ALERT_OPENED} or {@code STAKE_LOST}
 * @param title one line
 * @param text plain sentences
 * @param at when it happened
 * @param farmer whom it is about, null if about no farmer
 * @param details the same as the text, for programs
 */
public record Notice(
    String kind,
    String title,
    String text,
    Instant at,
    @Nullable UUID farmer,
    Map<String, String> details) {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_TEXT = 4_000;

  public Notice {
    title = cut(title, LONGEST_TITLE);
    text = cut(text, LONGEST_TEXT);
    details = Map.copyOf(details);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
