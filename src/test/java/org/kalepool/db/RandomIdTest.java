package org.kalepool.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RandomIdTest {
  @Test
  void strictReadersTakeEveryId() {
    SplittableRandom random = new SplittableRandom(7);
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      UUID id = RandomId.of(random);
      assertThat(id.toString())
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
      ids.add(id);
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void aSeededSourceGivesTheSameIds() {
    assertThat(RandomId.of(new SplittableRandom(1)))
        .isEqualTo(RandomId.of(new SplittableRandom(1)));
  }
}
