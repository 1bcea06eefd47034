package org.kalepool.notice;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.notice.FarmerChannelEntity.Kind;
import org.kalepool.notice.FarmerChannelRepository.Row;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.PublicUrl;

/** The e-mail addresses that farmers name, each of which has to be confirmed. */
@Singleton
final class FarmerEmails {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MAILS_A_DAY = 3;

  private final FarmerChannels channels;
  private final NoticeRepository notices;
  private final Outbox outbox;
  private final Mails mails;
  private final PublicUrl publicUrl;

  FarmerEmails(
      FarmerChannels channels,
      NoticeRepository notices,
      Outbox outbox,
      Mails mails,
      PublicUrl publicUrl) {
    this.channels = channels;
    this.notices = notices;
    this.outbox = outbox;
    this.mails = mails;
    this.publicUrl = publicUrl;
  }

  /** Whether e-mail can be sent, with a link that leads back here. */
  boolean on() {
    return mails.on() && !publicUrl.base().isEmpty();
  }

  /**
   * Sets, changes or takes away an address, in the caller's database transaction.
   *
   * @param wish null to leave all as it is, empty to take it away
   * @throws ProblemException if it was changed too often
   */
  void set(UUID farmer, @Nullable String wish, Instant now) {
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
}
