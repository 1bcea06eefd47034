package org.kalepool.notice;

import java.net.URI;

/** Where a notice goes, with the secrets that takes; the text form has none of them. */
sealed interface Channel {
  /** A word for metrics and answers. */
  String word();

  /**
   * Generic JSON.
   *
   * @param key signs it
   * @param trusted whether an operator has named it: it may be on an inner network
   */
  record Webhook(URI url, String key, boolean trusted) implements Channel {
    @Override
    public String word() {
      return "webhook";
    }

    @Override
    public String toString() {
      return word();
    }
  }

  /** As Slack's incoming webhooks have it. */
  record Slack(URI url) implements Channel {
    @Override
    public String word() {
      return "slack";
    }

    @Override
    public String toString() {
      return word();
    }
  }

  /** As Discord's webhooks have it. */
  record Discord(URI url) implements Channel {
    @Override
    public String word() {
      return "discord";
    }

    @Override
    public String toString() {
      return word();
    }
  }

  /** Known, but sealed under a key-encryption key that is not configured. */
  record Locked() implements Channel {
    @Override
    public String word() {
      return "locked";
    }
  }

  /**
   * By e-mail.
   *
   * @param ending what the text ends with, and nothing that is stored has
   */
  record Email(String address, String ending) implements Channel {
    @Override
    public String word() {
      return "email";
    }

    @Override
    public String toString() {
      return word();
    }
  }
}
