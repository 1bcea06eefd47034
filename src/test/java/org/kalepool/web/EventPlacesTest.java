package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.kalepool.settings.SettingsOf;

class EventPlacesTest {
  private final EventPlaces places =
      new EventPlaces(
          SettingsOf.mapping(HttpSettings.class, "kale.http.max-event-listeners", "20"));

  private static Client address(int number) {
    return new Client("192.0.2." + number, Client.ANYBODY);
  }

  private ProblemKind refusal(Client client) {
    return catchThrowableOfType(ProblemException.class, () -> places.take(client)).kind();
  }

  @Test
  void oneAddressCannotTakeEverybodysPlaces() {
    for (int i = 0; i < 5; i++) {
      places.take(address(1));
    }
    assertThat(refusal(address(1))).isEqualTo(ProblemKind.TOO_MANY_REQUESTS);
    places.take(address(2));
    places.giveBack(address(1));
    places.take(address(1));
    assertThat(refusal(address(1))).isEqualTo(ProblemKind.TOO_MANY_REQUESTS);
  }

  @Test
  void manyAddressesTakeNoPlaceOfFarmersOrOperators() {
    for (int i = 0; i < 20; i++) {
      places.take(address(i));
    }
    assertThat(refusal(address(99))).isEqualTo(ProblemKind.EVENTS_FULL);
    places.take(new Client("1f0c", Caller.FARMER));
    places.take(new Client("alice", Caller.OPERATOR));
    places.giveBack(address(3));
    places.take(address(99));
  }
}
