package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/**
 * An address that waits for its owner's word.
 *
 * @param confirmed null before the question was answered
 */
public record ConfirmView(String of, @Nullable Boolean confirmed, String csrf) {
  public boolean isAsked() {
    return confirmed == null;
  }

  public boolean isDone() {
    return confirmed != null && confirmed;
  }
}
