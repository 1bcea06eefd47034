package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.ProblemException;

/**
 * What a farmer's pooler gets of its rewards. The first terms are the pooler's own at registration,
 * and stay until others were announced and their time has come. A pail is shared by the terms of
 * when its plant was asked for: the database's functions {@code terms_of}, {@code planted_under}
 * and {@code pooler_share} are where that is decided.
 */
@Singleton
public final class FarmerTerms {
  private final FarmerTermsRepository repository;
  private final PoolerFarmers farmers;
  private final Clock clock;
  private final Duration notice;

  FarmerTerms(
      FarmerTermsRepository repository,
      PoolerFarmers farmers,
      Clock clock,
      PoolerSettings settings) {
    this.repository = repository;
    this.farmers = farmers;
    this.clock = clock;
    this.notice = settings.termsNotice();
  }

  /**
   * Terms as they were announced.
   *
   * @param pooler whose they are
   * @param shareBasisPoints the pooler's part of the rewards, 0 to 10 000
   * @param validFrom of what is planted from then on
   */
  @RegisterForReflection
  public record Terms(
      UUID pooler,
      int shareBasisPoints,
      Instant validFrom,
      Instant announcedAt,
      String by,
      String why) {}

  /** A share that a pooler has promised to somebody, in basis points. */
  @RegisterForReflection
  public record Share(UUID pooler, int basisPoints) {}

  /** All shares that farmers were ever promised, in the order in which they first were. */
  public List<Share> shares() {
    return repository.shares();
  }

  /** In force for what the farmer plants now. */
  public Terms current(UUID farmer) {
    return repository
        .at(farmer, clock.instant())
        .orElseThrow(() -> new IllegalStateException("no terms of farmer " + farmer));
  }

  /** By farmer, all poolers that it was with, in the order in which it first came to them. */
  public Map<UUID, List<UUID>> poolers(List<UUID> farmers) {
    return repository.poolers(farmers);
  }

  /** Announced and not yet in force, in the order of their time; those overtaken are left out. */
  public List<Terms> coming(UUID farmer) {
    return repository.after(farmer, clock.instant());
  }

  /**
   * Announces terms to farmers who have not departed, in the caller's database transaction. They
   * overtake all announced before that are not in force by then.
   *
   * @param farmer only to this one; null: to all of the pooler's
   * @param validFrom at least the notice ahead for whom they cost more than what would be in force
   *     then
   * @return to how many
   * @throws ProblemException if the notice is too short for anybody; nothing was changed then
   */
  public int announce(
      UUID pooler,
      @Nullable UUID farmer,
      int shareBasisPoints,
      Instant validFrom,
      String by,
      String why) {
    Instant now = clock.instant();
    if (validFrom.isBefore(now)) {
      throw ProblemException.invalid("valid_from", "is past: it is " + now);
    }
    List<UUID> told = farmers.staying(pooler, farmer);
    if (validFrom.isBefore(now.plus(notice))
        && repository.anyHasLess(told, shareBasisPoints, validFrom)) {
      throw ProblemException.invalid(
          "valid_from",
          "must be %s or later: farmers are told %s before of terms that cost them more (%s)"
              .formatted(now.plus(notice), notice, "kale.pooler.terms-notice"));
    }
    return repository.add(
        told, new Terms(pooler, shareBasisPoints, validFrom, now, by, why), false);
  }

  /**
   * Has a farmer go to a pooler, by the terms that it has now, in the caller's database transaction
   * and under the farmer's lock. What the former pooler has announced comes no more.
   */
  public void join(UUID farmer, Pooler pooler, String by, String why) {
    Instant now = clock.instant();
    repository.add(
        List.of(farmer),
        new Terms(pooler.id(), pooler.shareBasisPoints(), now, now, by, why),
        true);
  }

  /** Removes what was announced to a farmer that is gone, in the caller's database transaction. */
  public void forget(UUID farmer) {
    repository.remove(farmer);
  }
}
