package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Statements;

/**
 * What a pooler does for its farmers, seen from outside: by the API and the network. Who runs it
 * says where the pooler is, and how it and the backend speak; nothing else may differ.
 */
abstract class PoolerSuite extends PoolersFixture {
  /** From this age of a block on the next one is asked for, and may be planted early; seconds. */
  private static final long ASKED_AHEAD = 275;

  @Inject Statements statements;

  /** Its id; from now on it hashes. */
  abstract UUID pooler();

  /** It hashes nothing, until it is told to. */
  abstract void rests();

  abstract void goesOn();

  private long rowsOf(String what, List<Member> members, long block) {
    return members.stream()
        .filter(
            member ->
                number(
                        "select count(*) from " + what + " and farmer_id = ? and block_index = ?",
                        member.id(),
                        block)
                    > 0)
        .count();
  }

  private long planted(List<Member> members, long block) {
    return rowsOf("plantings where status = 'PLANTED'", members, block);
  }

  private long worked(List<Member> members, long block) {
    return rowsOf("works where status = 'WORKED'", members, block);
  }

  private long owed(UUID pooler) {
    return operator().get(OPERATOR + "/" + pooler).then().extract().jsonPath().getLong("debt");
  }

  private void workedAgain(List<Member> members) {
    long block = block();
    until("planted again", 20, () -> planted(members, block) == 3);
    until("worked again", 60, () -> worked(members, block) == 3);
  }

  @Test
  void plantsWorksAndHarvestsForEachOfItsFarmersAndRestsWithoutCostingThemAnything() {
    UUID pooler = pooler();
    long owedBefore = owed(pooler);
    List<Member> members = join(pooler, 3);
    nextBlock();
    long block = block();
    until("planted", 20, () -> planted(members, block) == 3);
    until("worked", 60, () -> worked(members, block) == 3);
    for (Member member : members) {
      assertThat(sandbox.pail(member.custodial(), block).orElseThrow().worked()).isTrue();
    }
    nextBlock();
    until(
        "harvested",
        40,
        () -> rowsOf("harvests where status = 'HARVESTED' and reward > 0", members, block) == 3);

    // what is planted by now is worked before it rests, and nothing is asked for of the next block
    workedAgain(members);
    while (age() >= ASKED_AHEAD) {
      nextBlock();
      workedAgain(members);
    }
    long second = block();
    rests();
    until("that is known", 30, () -> age() >= 300 || block() > second);
    for (int i = 0; i < 25; i++) {
      step();
    }
    for (Member member : members) {
      assertThat(
              number(
                  "select count(*) from plantings where status = 'PLANTED' and farmer_id = ?"
                      + " and block_index > ?",
                  member.id(),
                  second))
          .as("planted while it rested")
          .isZero();
    }
    assertThat(owed(pooler)).isEqualTo(owedBefore);
    goesOn();
    until("planted after the rest", 150, () -> block() > second && planted(members, block()) == 3);
    long third = block();
    until("worked after the rest", 60, () -> worked(members, third) == 3);
    assertThat(owed(pooler)).isEqualTo(owedBefore);
    assertThat(statements.reconcileAll().differenceStroops()).isZero();
  }
}
