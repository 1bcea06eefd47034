package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.db.DbException;
import org.kalepool.settings.SettingsOf;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Registrations as an attack: thousands that nobody pays for. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class UnpaidRegistrationTest extends JoiningFixture {
  private long rows() {
    long rows = 0;
    for (String table :
        List.of("farmers", "farmer_events", "farmer_settings", "farmer_terms", "wallets")) {
      rows += count(table);
    }
    return rows;
  }

  private void room(int places) {
    int taken = (int) count("farmers where funded_at is not null and state <> 'DEPARTED'");
    db.update("update poolers set max_farmers = ? where own", taken + places);
  }

  @Test
  void registrationsThatNobodyPaysForFillNoPool() {
    List<Response> crowd = new ArrayList<>();
    for (int i = 0; i < 91; i++) {
      crowd.add(newcomer());
    }
    room(2);
    try {
      List<Response> paying = List.of(newcomer(), newcomer(), newcomer());
      paying.forEach(each -> pays(each, "10"));
      onboarding.sweep();
      assertThat(paying.stream().map(this::state))
          .containsExactly(FarmerState.FUNDED, FarmerState.FUNDED, FarmerState.REGISTERED);
      confirm(paying.get(2))
          .then()
          .statusCode(200)
          .body("missing_xlm", equalTo(0))
          .body("waiting_for", equalTo("room"));

      later(LIFE);
      onboarding.sweep();
      assertThat(state(paying.get(2)))
          .as("it is given its XLM back")
          .isEqualTo(FarmerState.LEAVING);
      assertThat(crowd.stream().map(this::state)).containsOnlyNulls();
    } finally {
      db.update("update poolers set max_farmers = 500 where own");
    }
  }

  @Test
  void aRegistrationThatNobodyPaidForLeavesNextToNothing() {
    newcomer();
    later(LIFE);
    onboarding.sweep();
    long before = rows();
    long lapsedBefore = count("lapsed_registrations");
    List<Response> crowd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      crowd.add(newcomer());
    }
    assertThat(rows()).isGreaterThan(before);
    later(LIFE.minusSeconds(1));
    onboarding.sweep();
    assertThat(state(crowd.getFirst())).isEqualTo(FarmerState.REGISTERED);
    later(Duration.ofSeconds(1));
    chain.down(true);
    onboarding.sweep();
    assertThat(state(crowd.getFirst())).as("nobody could look").isEqualTo(FarmerState.REGISTERED);
    chain.down(false);
    onboarding.sweep();
    lapsedSweep.sweep();
    assertThat(rows()).isEqualTo(before);
    assertThat(count("lapsed_registrations")).isEqualTo(lapsedBefore + 60);
    assertThat(count("registrations")).isZero();
    long bytes =
        db.one(
                "select max(pg_column_size(l.*)) from lapsed_registrations l"
                    + " where payout_memo is null and payout_id is null",
                row -> row.getLong(1))
            .orElseThrow();
    // 3 100 were seen before; its three indexes take some 70 more.
    assertThat(bytes).as("bytes for good").isLessThan(220);
  }

  @Test
  void tooLittleIsGivenBackWhenTheRegistrationsLifeIsOver() {
    Response farmer = newcomer();
    pays(farmer, "1");
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.LEAVING);
    assertThat(signer.holds(custodial(farmer))).isTrue();
    assertThatThrownBy(() -> db.update("delete from farmers where id = ?", id(farmer)))
        .isInstanceOf(DbException.class);
  }

  @Test
  void oneAddressRegistersSoManyAndManyAddressesSoManyInAll() {
    RegistrationLimits bounded =
        new RegistrationLimits(
            registrations,
            repository,
            clock,
            lapsed,
            SettingsOf.mapping(
                OnboardingSettings.class,
                "kale.farmer.registrations-per-address",
                "3",
                "kale.farmer.max-registrations",
                "4"));
    List<UUID> attackers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attackers.add(add(bounded, "attacker"));
      later(Duration.ofMinutes(1));
    }
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REGISTRATIONS));
    UUID honest = add(bounded, "honest");
    UUID other = add(bounded, "other");
    assertThat(farmers.find(attackers.getFirst())).as("the oldest of the busiest").isEmpty();
    assertThat(List.of(attackers.get(1), attackers.get(2), honest, other))
        .allSatisfy(each -> assertThat(farmers.find(each)).isPresent());
    // lapsed before its time, it still counts where it came from
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker")))
        .isInstanceOf(ProblemException.class);
    later(LIFE);
    QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker"));
  }

  private UUID add(RegistrationLimits bounded, String client) {
    UUID farmer = id(newcomer());
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              bounded.check(client);
              bounded.add(farmer, client);
            });
    return farmer;
  }
}
