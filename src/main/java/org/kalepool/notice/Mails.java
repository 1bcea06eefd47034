package org.kalepool.notice;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Sends e-mail through the server that {@code quarkus.mailer} names, if the pool has a sender. */
@Singleton
final class Mails {
  private static final Logger LOG = Logger.getLogger(Mails.class);

  private final ReactiveMailer mailer;
  private final NoticeSettings settings;

  Mails(ReactiveMailer mailer, NoticeSettings settings) {
    this.mailer = mailer;
    this.settings = settings;
  }

  boolean on() {
    return settings.emailFrom().isPresent();
  }

  /**
   * Sends one.
   *
   * @param id the same each time that a notice is tried
   * @return why it was not sent; empty if the server has taken it
   */
  Optional<String> send(String address, UUID id, String title, String text) {
    if (settings.emailFrom().isEmpty()) {
      return Optional.of("e-mail is not set up");
    }
    String from = settings.emailFrom().get();
    String host = from.substring(from.indexOf('@') + 1);
    Mail mail =
        Mail.withText(address, title, text + "\n")
            .setFrom(from)
            .addHeader("Message-ID", "<" + id + "@" + host + ">")
            .addHeader("Auto-Submitted", "auto-generated");
    try {
      mailer.send(mail).await().atMost(settings.timeout());
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("the mail server did not answer in time");
    } catch (RuntimeException e) {
      // The server's words may repeat the address.
      LOG.debugf(e, "notice %s was not taken by the mail server", id);
      return Optional.of("the mail server did not take it: " + e.getClass().getSimpleName());
    }
  }
}
