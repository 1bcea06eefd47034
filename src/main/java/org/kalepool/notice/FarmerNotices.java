package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.notice.FarmerChannelEntity.Kind;
import org.kalepool.web.Audit;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What farmers choose to be told, and where. */
@Singleton
public final class FarmerNotices {
  private final FarmerNoticeRepository choices;
  private final FarmerChannels channels;
  private final FarmerEmails emails;
  private final FarmerFeeds feeds;
  private final NoticesAnswers answers;
  private final Audit audit;
  private final Clock clock;
  private final boolean privateAddresses;

  FarmerNotices(
      FarmerNoticeRepository choices,
      FarmerChannels channels,
      FarmerEmails emails,
      FarmerFeeds feeds,
      NoticesAnswers answers,
      Audit audit,
      Clock clock,
      NoticeSettings settings) {
    this.choices = choices;
    this.channels = channels;
    this.emails = emails;
    this.feeds = feeds;
    this.answers = answers;
    this.audit = audit;
    this.clock = clock;
    this.privateAddresses = settings.privateAddresses();
  }

  /** Whether e-mail can be sent, with a link that leads back here. */
  public boolean takesEmail() {
    return emails.on();
  }

  public NoticesAnswer of(UUID farmer) {
    return answers.of(farmer, NoticesAnswers.Fresh.NOTHING);
  }

  /**
   * Sets what is wished.
   *
   * @param by who wishes it; operators' changes are audited
   * @throws ProblemException if it is refused; nothing was changed then
   */
  NoticesAnswer set(Farmer farmer, NoticesRequest wish, String by) {
    if (farmer.state() == FarmerState.REGISTERED) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "Notices can be set once your XLM has come in.");
    }
    URI webhook = webhook(wish);
    if (isSet(wish.email()) && !takesEmail()) {
      throw ProblemException.invalid("email", "cannot be used: this pool sends no e-mail");
    }
    NoticesAnswers.Fresh fresh =
        QuarkusTransaction.requiringNew().call(() -> apply(farmer.id(), wish, webhook, by));
    return answers.of(farmer.id(), fresh);
  }

  private @Nullable URI webhook(NoticesRequest wish) {
    String url = wish.webhookUrl();
    return url == null || url.isEmpty() ? null : WebhookUrl.of(url, privateAddresses);
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private NoticesAnswers.Fresh apply(
      UUID farmer, NoticesRequest wish, @Nullable URI webhook, String by) {
    Instant now = clock.instant();
    FarmerNoticeEntity choice = choices.lock(farmer, now);
    Set<String> kinds = new HashSet<>(wish.kinds());
    choice.kinds =
        Arrays.stream(NewsKind.values())
            .map(NewsKind::name)
            .filter(kinds::contains)
            .toArray(String[]::new);
    choice.changedAt = now;
    String key = null;
    if (webhook != null) {
      key = channels.webhook(farmer, webhook);
    } else if (wish.webhookUrl() != null) {
      channels.remove(farmer, Kind.WEBHOOK);
    }
    emails.set(farmer, wish.email(), now);
    String feed = feeds.set(choice, wish.feed(), now);
    audit.noteIfOperators(by, new Audit.Command("change-notices", farmer.toString(), null));
    return new NoticesAnswers.Fresh(key, feed);
  }

  /** Takes the word of whoever has got the mail; false if it is none, or too late. */
  public boolean confirm(String text) {
    return channels.confirm(text);
  }

  /**
   * What a feed tells.
   *
   * @param id stable
   */
  public record Entry(long id, String title, String text, Instant at) {}

  /** A farmer's private feed, newest first; empty if nobody's has this address. */
  public Optional<List<Entry>> feed(String token) {
    return feeds.of(token);
  }
}
