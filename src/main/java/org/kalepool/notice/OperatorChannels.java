package org.kalepool.notice;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kalepool.wallet.SecretText;

/** Where operators are told, as the settings say. */
@Singleton
final class OperatorChannels {
  static final String PREFIX = "operators ";

  private static final int LEAST_KEY = 16;

  private final Map<String, Channel> channels = new TreeMap<>();

  OperatorChannels(NoticeSettings settings) {
    settings
        .webhookFile()
        .ifPresent(
            file -> {
              List<String> lines = lines("kale.notices.webhook-file", file);
              if (lines.size() != 2 || lines.get(1).length() < LEAST_KEY) {
                throw new IllegalArgumentException(
                    "kale.notices.webhook-file: the file must have two lines, a URL and a key of "
                        + LEAST_KEY
                        + " characters or more");
              }
              URI url = url("kale.notices.webhook-file", lines.getFirst());
              add(new Channel.Webhook(url, lines.get(1), true));
            });
    settings
        .slackFile()
        .ifPresent(file -> add(new Channel.Slack(onlyUrl("kale.notices.slack-file", file))));
    settings
        .discordFile()
        .ifPresent(file -> add(new Channel.Discord(onlyUrl("kale.notices.discord-file", file))));
    settings
        .emailTo()
        .ifPresent(
            address -> {
              if (settings.emailFrom().isEmpty()) {
                throw new IllegalArgumentException(
                    "kale.notices.email-to is set, but kale.notices.email-from is not");
              }
              add(new Channel.Email(address, ""));
            });
  }

  private void add(Channel channel) {
    channels.put(PREFIX + channel.word(), channel);
  }

  /** The names under which the outbox knows them. */
  List<String> names() {
    return List.copyOf(channels.keySet());
  }

  Optional<Channel> find(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  private static URI onlyUrl(String setting, Path file) {
    List<String> lines = lines(setting, file);
    if (lines.size() != 1) {
      throw new IllegalArgumentException(setting + ": the file must have one line, a URL");
    }
    return url(setting, lines.getFirst());
  }

  private static URI url(String setting, String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null && List.of("https", "http").contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException e) {
      // its message repeats what may be secret
      throw new IllegalArgumentException(setting + ": the file holds no URL");
    }
    throw new IllegalArgumentException(setting + ": the file holds no URL");
  }

  private static List<String> lines(String setting, Path file) {
    try {
      char[] text = SecretText.read(file);
      try {
        return new String(text).lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
      } finally {
        Arrays.fill(text, '\0');
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          setting + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
