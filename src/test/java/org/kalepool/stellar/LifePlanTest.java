package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;

class LifePlanTest {
  private static final LifePlan PLAN = new LifePlan(100, 300);
  private static final Hash CODE = new Hash("ab".repeat(32));

  private static Address contract(int number) {
    return Address.contract(Sha256.of("contract " + number));
  }

  private static LifePlan.Living instance(int number, long until) {
    return new LifePlan.Living(
        contract(number), new ContractCall.Instance(contract(number)), until);
  }

  private static LifePlan.Living code(int number, long until) {
    return new LifePlan.Living(contract(number), new ContractCall.Code(CODE), until);
  }

  @Test
  void whatLivesLongEnoughIsLeftAlone() {
    assertThat(PLAN.next(List.of(instance(1, 1_100), code(1, 1_100)), 1_000)).isEmpty();
    assertThat(PLAN.next(List.of(), 1_000)).isEmpty();
  }

  @Test
  void whatWillEndBeforeLongIsExtended() {
    assertThat(PLAN.next(List.of(instance(1, 1_099), instance(2, 5_000), code(2, 1_000)), 1_000))
        .contains(
            new ContractCall.Extend(
                List.of(new ContractCall.Instance(contract(1)), new ContractCall.Code(CODE)), 300));
  }

  @Test
  void whatIsArchivedIsBroughtBackFirst() {
    assertThat(PLAN.next(List.of(instance(1, 1_001), instance(2, 0), code(1, 999)), 1_000))
        .contains(
            new ContractCall.Restore(
                List.of(new ContractCall.Instance(contract(2)), new ContractCall.Code(CODE))));
  }

  @Test
  void codeThatContractsHaveTogetherIsExtendedOnce() {
    assertThat(PLAN.next(List.of(code(1, 1_010), code(2, 1_010)), 1_000))
        .contains(new ContractCall.Extend(List.of(new ContractCall.Code(CODE)), 300));
  }

  @Test
  void manyAreExtendedInParts() {
    List<LifePlan.Living> many = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      many.add(instance(i, 1_001));
    }
    assertThat(PLAN.next(many, 1_000))
        .hasValueSatisfying(call -> assertThat(call.entries()).hasSize(LifePlan.MOST_EXTENDED));
    assertThat(PLAN.next(many, 2_000))
        .hasValueSatisfying(call -> assertThat(call.entries()).hasSize(LifePlan.MOST_RESTORED));
  }
}
