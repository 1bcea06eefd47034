package org.kalepool.web;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The text form of ids, in paths and bodies. */
final class Ids {
  /** UUID.fromString also takes shortened forms, which would be several names for one thing. */
  static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private static final Pattern PATTERN = Pattern.compile(UUID_TEXT);

  private Ids() {}

  static Optional<UUID> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }
}
