package org.kalepool.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** Where operators are told, how e-mail is sent, and how long is tried. */
@ConfigMapping(prefix = "kale.notices")
public interface NoticeSettings {
  /** An e-mail address, without a name. */
  String ADDRESS = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}";

  /** The longest between two looks for what is to be delivered. */
  @WithDefault("5s")
  @PositiveTime
  Duration interval();

  /** For one delivery, from the connection to the answer. */
  @WithDefault("10s")
  @PositiveTime
  Duration timeout();

  /** After which a notice that nobody took is given up. */
  @WithDefault("24h")
  @PositiveTime
  Duration giveUpAfter();

  /** After which what was delivered or given up, and farmers' news, are forgotten. */
  @WithDefault("30d")
  @PositiveTime
  Duration keep();

  /** Whether farmers' webhooks may go to this machine and inner networks, and by HTTP. */
  @WithDefault("false")
  boolean privateAddresses();

  /** A file with the URL of the operators' webhook and, in its second line, the key that signs. */
  Optional<Path> webhookFile();

  /** A file with the URL of a Slack incoming webhook. */
  Optional<Path> slackFile();

  /** A file with the URL of a Discord webhook. */
  Optional<Path> discordFile();

  /** Where operators get e-mail. */
  Optional<@Pattern(regexp = ADDRESS, message = "must be an e-mail address") String> emailTo();

  /** From whom e-mail comes; without it none is sent. */
  Optional<@Pattern(regexp = ADDRESS, message = "must be an e-mail address") String> emailFrom();

  /** A file with the mail server's password. */
  Optional<Path> smtpPasswordFile();

  /** Below this, reserves taken off, a farmer's XLM is low; 0 switches that off. */
  @WithDefault("0.5")
  @NotNegative
  Xlm xlmLow();
}
