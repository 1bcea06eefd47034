package org.kalepool.notice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a farmer is told, and where.
 *
 * @param webhook null if there is none; so are the others
 */
@Schema(name = "FarmerNotices")
public record NoticesAnswer(
    UUID farmerId,
    List<NewsKind> kinds,
    @Nullable Webhook webhook,
    @Nullable Email email,
    @Nullable Feed feed) {

  public NoticesAnswer {
    kinds = List.copyOf(kinds);
  }

  /**
   * A webhook.
   *
   * @param url without its path, which may hold a secret
   * @param key signs what is posted; told once, by the answer that sets the webhook
   */
  @Schema(name = "FarmerWebhook")
  public record Webhook(
      String url, @Nullable String key, Instant since, @Nullable LastNotice last) {}

  /**
   * An e-mail address.
   *
   * @param address null where the key that sealed it is missing
   * @param confirmed whether the link in the first mail was opened
   */
  @Schema(name = "FarmerEmail")
  public record Email(
      @Nullable String address, boolean confirmed, Instant since, @Nullable LastNotice last) {}

  /**
   * A private web feed (Atom).
   *
   * @param url told once, by the answer that makes it
   */
  @Schema(name = "FarmerFeed")
  public record Feed(@Nullable String url, Instant since) {}

  /**
   * How the last notice fared.
   *
   * @param at when it ended, or was made while it waits
   * @param error why it was not taken, null if nothing went wrong
   */
  @Schema(name = "LastNotice")
  public record LastNotice(
      String title, NoticeState state, int attempts, Instant at, @Nullable String error) {}
}
