package org.kalepool.notice;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.notice.FarmerChannelEntity.Kind;
import org.kalepool.notice.FarmerChannelRepository.Row;
import org.kalepool.wallet.KeyUser;
import org.kalepool.web.PublicUrl;
import org.kalepool.web.Token;

/** Where farmers are told: what is stored of it is sealed. */
@Singleton
final class FarmerChannels implements KeyUser {
  /** The one kind that goes to an address before it is confirmed. */
  static final String CONFIRM = "CONFIRM_EMAIL";

  private static final Duration CONFIRMED_WITHIN = Duration.ofDays(2);
  private static final int BATCH = 100;
  private static final int KEY_BYTES = 32;

  private final FarmerChannelRepository channels;
  private final NoticeRepository notices;
  private final ChannelSecrets secrets;
  private final RandomGenerator random;
  private final Clock clock;
  private final PublicUrl publicUrl;

  FarmerChannels(
      FarmerChannelRepository channels,
      NoticeRepository notices,
      ChannelSecrets secrets,
      RandomGenerator random,
      Clock clock,
      PublicUrl publicUrl) {
    this.channels = channels;
    this.notices = notices;
    this.secrets = secrets;
    this.random = random;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  List<Row> of(UUID farmer) {
    return channels.of(farmer);
  }

  Optional<Row> of(UUID farmer, Kind kind) {
    return of(farmer).stream().filter(row -> row.kind() == kind).findFirst();
  }

  /** The address of an e-mail channel; empty if the key that sealed it is not configured. */
  Optional<String> address(Row row) {
    return secrets.open(row.id(), row.sealed());
  }

  /**
   * Sets the webhook, in the caller's transaction.
   *
   * @return the key that signs, which is never told again
   */
  String webhook(UUID farmer, URI url) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    String key = Token.of("kw", bytes);
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String shown = url.getScheme() + "://" + url.getHost() + port + "/…";
    replace(farmer, Kind.WEBHOOK, shown, url + "\n" + key, clock.instant());
    return key;
  }

  /** Sets the address, to be confirmed, in the caller's transaction; the new channel's id. */
  UUID email(UUID farmer, String address) {
    return replace(farmer, Kind.EMAIL, "e-mail", address, null);
  }

  private UUID replace(
      UUID farmer, Kind kind, String shown, String plain, @Nullable Instant confirmed) {
    remove(farmer, kind);
    UUID id = RandomId.of(random);
    channels.persistAndFlush(
        new FarmerChannelEntity(
            id,
            farmer,
            kind,
            shown,
            secrets.seal(id, plain),
            secrets.current(),
            clock.instant(),
            confirmed));
    return id;
  }

  /** With what waits for it. */
  void remove(UUID farmer, Kind kind) {
    of(farmer, kind)
        .ifPresent(
            row -> {
              channels.remove(row.id());
              notices.dropWaiting(row.id().toString());
            });
  }

  /** Takes the word of whoever has got the mail; false if it is none, or too late. */
  boolean confirm(String text) {
    Optional<UUID> channel = secrets.confirmed(text);
    Instant now = clock.instant();
    return channel.isPresent()
        && QuarkusTransaction.requiringNew()
            .call(
                () ->
                    channels.confirm(channel.get(), now.minus(CONFIRMED_WITHIN), now)
                        || channels.row(channel.get()).filter(this::isConfirmed).isPresent());
  }

  private boolean isConfirmed(Row row) {
    return row.confirmedAt() != null;
  }

  /** For a notice of this kind; empty if it may not go there, or there is none. */
  Optional<Channel> find(String channel, String kind) {
    return channels
        .row(UUID.fromString(channel))
        .filter(row -> isConfirmed(row) || kind.equals(CONFIRM))
        .map(row -> open(row, kind));
  }

  private Channel open(Row row, String kind) {
    Optional<String> plain = secrets.open(row.id(), row.sealed());
    if (plain.isEmpty()) {
      return new Channel.Locked();
    }
    if (row.kind() == Kind.EMAIL) {
      String link =
          kind.equals(CONFIRM)
              ? "\n\n" + publicUrl.of("/confirm-email?of=" + secrets.confirmation(row.id()))
              : "";
      return new Channel.Email(plain.get(), link);
    }
    List<String> lines = plain.get().lines().toList();
    return new Channel.Webhook(URI.create(lines.getFirst()), lines.getLast(), false);
  }

  @Override
  public void rotate() {
    String key = secrets.current();
    List<Row> old;
    do {
      old = QuarkusTransaction.requiringNew().call(() -> rotateBatch(key));
    } while (old.size() == BATCH);
  }

  private List<Row> rotateBatch(String key) {
    List<Row> old = channels.sealedByOthers(key, BATCH);
    for (Row row : old) {
      String plain =
          secrets
              .open(row.id(), row.sealed())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the key-encryption key of notice channel " + row.id() + " is missing"));
      channels.reseal(row.id(), secrets.seal(row.id(), plain), key);
    }
    return old;
  }
}
