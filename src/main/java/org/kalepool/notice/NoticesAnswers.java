package org.kalepool.notice;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.notice.FarmerChannelEntity.Kind;
import org.kalepool.notice.FarmerChannelRepository.Row;

/** What farmers are told of what they have chosen. */
@Singleton
final class NoticesAnswers {
  private final FarmerNoticeRepository choices;
  private final FarmerChannels channels;
  private final NoticeRepository notices;

  NoticesAnswers(
      FarmerNoticeRepository choices, FarmerChannels channels, NoticeRepository notices) {
    this.choices = choices;
    this.channels = channels;
    this.notices = notices;
  }

  /** What is told once, by the answer to the request that made it. */
  record Fresh(@Nullable String webhookKey, @Nullable String feedUrl) {
    static final Fresh NOTHING = new Fresh(null, null);
  }

  /** What is set, and how it went lately. */
  NoticesAnswer of(UUID farmer, Fresh fresh) {
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
