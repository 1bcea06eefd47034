package org.kalepool.notice;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.PublicUrl;
import org.kalepool.web.Token;

/** Farmers' private feeds, each at an address that only its farmer was told. */
@Singleton
final class FarmerFeeds {
  private static final int IN_FEED = 50;
  private static final int TOKEN_BYTES = 32;

  private final FarmerNoticeRepository choices;
  private final NewsRepository news;
  private final RandomGenerator random;
  private final PublicUrl publicUrl;

  FarmerFeeds(
      FarmerNoticeRepository choices,
      NewsRepository news,
      RandomGenerator random,
      PublicUrl publicUrl) {
    this.choices = choices;
    this.news = news;
    this.random = random;
    this.publicUrl = publicUrl;
  }

  /**
   * Makes a feed or takes it away, in the caller's database transaction.
   *
   * @param wish null to leave all as it is
   * @return the address of a new feed, null if there is no new one
   */
  @Nullable String set(FarmerNoticeEntity choice, @Nullable Boolean wish, Instant now) {
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

  /** A farmer's private feed, newest first; empty if nobody's has this address. */
  Optional<List<FarmerNotices.Entry>> of(String token) {
    return choices
        .ofFeed(Token.hash(token))
        .map(farmer -> news.newest(farmer, IN_FEED).stream().map(FarmerFeeds::entry).toList());
  }

  private static FarmerNotices.Entry entry(NewsRepository.News one) {
    Notice notice = NewsTexts.of(one);
    return new FarmerNotices.Entry(one.id(), notice.title(), notice.text(), notice.at());
  }
}
