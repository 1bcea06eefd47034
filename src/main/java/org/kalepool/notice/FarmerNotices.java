package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.notice.FarmerChannelEntity.Kind;
import org.kalepool.notice.FarmerChannelRepository.Row;
import org.kalepool.web.Audit;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.PublicUrl;
import org.kalepool.web.Token;

/** What farmers choose to be told, and where. */
@Singleton
public final class FarmerNotices {
  private static final String TEST = "TEST";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MAILS_A_DAY = 3;
  private static final int TESTS_AN_HOUR = 10;
  private static final int IN_FEED = 50;
  private static final int TOKEN_BYTES = 32;

  private final FarmerNoticeRepository choices;
  private final FarmerChannels channels;
  private final NoticeRepository notices;
  private final NewsRepository news;
  private final Outbox outbox;
  private final Mails mails;
  private final Audit audit;
  private final RandomGenerator random;
  private final Clock clock;
  private final PublicUrl publicUrl;
  private final boolean privateAddresses;

  FarmerNotices(
      FarmerNoticeRepository choices,
      FarmerChannels channels,
      NoticeRepository notices,
      NewsRepository news,
      Outbox outbox,
      Mails mails,
      Audit audit,
      RandomGenerator random,
      Clock clock,
      PublicUrl publicUrl,
      NoticeSettings settings) {
    this.choices = choices;
    this.channels = channels;
    this.notices = notices;
    this.news = news;
    this.outbox = outbox;
    this.mails = mails;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
    this.publicUrl = publicUrl;
    this.privateAddresses = settings.privateAddresses();
  }

  /** What is told once, by the answer to the request that made it. */
  private record Fresh(@Nullable String webhookKey, @Nullable String feedUrl) {
    private static final Fresh NOTHING = new Fresh(null, null);
  }

  /** Whether e-mail can be sent, with a link that leads back here. */
  public boolean takesEmail() {
    return mails.on() && !publicUrl.base().isEmpty();
  }

  public NoticesAnswer of(UUID farmer) {
    return answer(farmer, Fresh.NOTHING);
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
    Fresh fresh =
        QuarkusTransaction.requiringNew().call(() -> apply(farmer.id(), wish, webhook, by));
    return answer(farmer.id(), fresh);
  }

  private @Nullable URI webhook(NoticesRequest wish) {
    String url = wish.webhookUrl();
    return url == null || url.isEmpty() ? null : WebhookUrl.of(url, privateAddresses);
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private Fresh apply(UUID farmer, NoticesRequest wish, @Nullable URI webhook, String by) {
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
    email(farmer, wish.email(), now);
    String feed = feed(choice, wish.feed(), now);
    audit.noteIfOperators(by, new Audit.Command("change-notices", farmer.toString(), null));
    return new Fresh(key, feed);
  }

  private void email(UUID farmer, @Nullable String wish, Instant now) {
    if (wish == null) {
      return;
    }
    if (wish.isEmpty()) {
      channels.remove(farmer, Kind.EMAIL);
      return;
    }
    Optional<Row> before = channels.of(farmer, Kind.EMAIL);
    if (before.isPresent()
        && before.get().confirmedAt() != null
        && channels.address(before.get()).filter(wish::equals).isPresent()) {
      return;
    }
    if (notices.count(farmer, FarmerChannels.CONFIRM, now.minus(DAY)) >= MAILS_A_DAY) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_CHANGES,
          "An e-mail address can be set %d times in 24 hours.".formatted(MAILS_A_DAY),
          List.of(),
          (int) DAY.toSeconds());
    }
    UUID channel = channels.email(farmer, wish);
    outbox.add(
        channel.toString(),
        new Notice(
            FarmerChannels.CONFIRM,
            "Confirm your e-mail address",
            "Somebody has asked for notices of a farm at this pool to be sent to this address. If"
                + " that was you, open the link within two days. If it was not, nothing more is"
                + " sent.",
            now,
            farmer,
            Map.of()));
  }

  /** The address of a new feed, null if there is no new one. */
  private @Nullable String feed(FarmerNoticeEntity choice, @Nullable Boolean wish, Instant now) {
    if (wish == null || wish == (choice.feedHash != null)) {
      return null;
    }
    if (!wish) {
      choice.feedHash = null;
      choice.feedSince = null;
      return null;
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Token.of("kn", bytes);
    choice.feedHash = Token.hash(token);
    choice.feedSince = now;
    return publicUrl.of("/feed/" + token);
  }

  /**
   * Sends a notice by each channel that is there and confirmed.
   *
   * @return how many they are
   * @throws ProblemException if there is none, or it was done too often
   */
  int test(UUID farmer) {
    return QuarkusTransaction.requiringNew().call(() -> tested(farmer));
  }

  private int tested(UUID farmer) {
    Instant now = clock.instant();
    choices.lock(farmer, now);
    List<Row> there =
        channels.of(farmer).stream().filter(row -> row.confirmedAt() != null).toList();
    if (there.isEmpty()) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "There is no webhook, and no e-mail address that is confirmed.");
    }
    if (notices.count(farmer, TEST, now.minus(HOUR)) >= TESTS_AN_HOUR) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "At most %d tests an hour.".formatted(TESTS_AN_HOUR),
          List.of(),
          (int) HOUR.toSeconds());
    }
    Notice notice =
        new Notice(
            TEST,
            "A test",
            "You have asked the pool for this. Notices of your farm come the same way.",
            now,
            farmer,
            Map.of());
    there.forEach(row -> outbox.add(row.id().toString(), notice));
    return there.size();
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
    return choices
        .ofFeed(Token.hash(token))
        .map(farmer -> news.newest(farmer, IN_FEED).stream().map(FarmerNotices::entry).toList());
  }

  private static Entry entry(NewsRepository.News one) {
    Notice notice = NewsTexts.of(one);
    return new Entry(one.id(), notice.title(), notice.text(), notice.at());
  }

  private NoticesAnswer answer(UUID farmer, Fresh fresh) {
    Optional<FarmerNoticeRepository.Choice> choice = choices.choice(farmer);
    Instant feed = choice.map(FarmerNoticeRepository.Choice::feedSince).orElse(null);
    return new NoticesAnswer(
        farmer,
        choice
            .map(it -> Arrays.stream(it.kinds()).map(NewsKind::valueOf).toList())
            .orElse(List.of()),
        channels
            .of(farmer, Kind.WEBHOOK)
            .map(
                row ->
                    new NoticesAnswer.Webhook(
                        row.shown(), fresh.webhookKey(), row.createdAt(), last(row)))
            .orElse(null),
        channels
            .of(farmer, Kind.EMAIL)
            .map(
                row ->
                    new NoticesAnswer.Email(
                        channels.address(row).orElse(null),
                        row.confirmedAt() != null,
                        row.createdAt(),
                        last(row)))
            .orElse(null),
        feed == null ? null : new NoticesAnswer.Feed(fresh.feedUrl(), feed));
  }

  private NoticesAnswer.@Nullable LastNotice last(Row row) {
    return notices
        .latest(row.id().toString())
        .map(
            it ->
                new NoticesAnswer.LastNotice(
                    it.title(), it.state(), it.attempts(), it.at(), it.lastError()))
        .orElse(null);
  }
}
