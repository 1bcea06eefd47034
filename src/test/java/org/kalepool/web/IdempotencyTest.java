package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.settings.SettingsOf;
import org.kalepool.testing.PostgresResource;
import org.kalepool.wallet.DerivedSecrets;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class IdempotencyTest {
  private static final String KEY = "a-key-of-a-callers-own";

  @Inject Db db;
  @Inject IdempotencyKeyRepository stored;
  @Inject Clock clock;

  private int deeds;

  /** Under these key-encryption keys, the current one first. */
  private Idempotency under(int... keys) {
    DerivedSecrets secrets =
        (purpose, of) ->
            IntStream.of(keys)
                .mapToObj(key -> Arrays.copyOf(Token.hash(key + purpose + of), 32))
                .toList();
    return new Idempotency(stored, clock, secrets, SettingsOf.mapping(HttpSettings.class));
  }

  private String once(Idempotency idempotency, String scope, String request) {
    return idempotency
        .once(scope, KEY, request, () -> new Idempotency.Answer(201, "deed " + ++deeds))
        .body();
  }

  @Test
  void aRequestIsDoneOnceAlsoWhenTheKeyEncryptionKeyIsChangedMeanwhile() {
    assertThat(once(under(1), "rotated", "x")).isEqualTo("deed 1");
    assertThat(once(under(2, 1), "rotated", "x")).isEqualTo("deed 1");
    assertThat(once(under(1, 2), "rotated", "x")).isEqualTo("deed 1");
    assertThatThrownBy(() -> once(under(2, 1), "rotated", "y"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.IDEMPOTENCY_KEY_REUSED));
    assertThat(once(under(1), "other", "x")).isEqualTo("deed 2");
  }

  @Test
  void onlyHashesAreStoredAndEachScopeHasItsOwn() {
    once(under(1), "one", "x");
    once(under(1), "two", "x");
    List<String> rows =
        db.list(
            "select k::text from idempotency_keys k where scope in ('one', 'two')",
            row -> row.getString(1));
    assertThat(rows).hasSize(2).noneMatch(row -> row.contains(KEY));
    assertThat(
            db.list(
                "select distinct key_hash from idempotency_keys where scope in ('one', 'two')",
                row -> row.getBytes(1)))
        .hasSize(2);
  }
}
