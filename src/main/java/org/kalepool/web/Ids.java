package org.kalepool.web;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The text form of ids, in paths and bodies. */
final class Ids {
  // UUID.fromString also takes shortened forms, which would be several names for one thing.
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  static Optional<UUID> parse(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
