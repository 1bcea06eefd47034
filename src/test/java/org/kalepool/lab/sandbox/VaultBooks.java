package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** What the vaults and the bond should be by the model, held against the contracts; in stroops. */
final class VaultBooks {
  final List<VaultModel> models;
  long bond;

  /**
   * @param points the share of each vault's gains, in basis points
   */
  VaultBooks(List<Integer> points) {
    models = points.stream().map(VaultModel::new).toList();
  }

  VaultModel of(int at) {
    return models.get(at);
  }

  void settled(int at) {
    bond += of(at).settle();
  }

  long reserved() {
    return models.stream().mapToLong(model -> model.cover).sum();
  }

  /** All that has to be so after every call. */
  void check(VaultContracts contracts) {
    for (int at = 0; at < models.size(); at++) {
      check(of(at), contracts.held(contracts.vault(at)), contracts.state(at));
    }
    assertThat(contracts.held(contracts.pool())).isEqualTo(bond);
    assertThat(contracts.reserved()).isEqualTo(reserved());
    assertThat(reserved()).isLessThanOrEqualTo(bond);
  }

  private static void check(VaultModel model, long held, long[] state) {
    assertThat(held).isEqualTo(model.balance);
    if (model.planted) {
      assertThat(state[0]).isEqualTo(model.principal);
    }
    assertThat(Arrays.copyOfRange(state, 1, 6))
        .containsExactly(
            model.floor, model.cover, model.lent, model.stopped, model.planted ? 1 : 0);
    long came = model.put + model.cameBack + model.paid;
    long went = model.fees + model.repaid + model.withdrawn + model.burnt;
    assertThat(model.balance).isEqualTo(came - went);
    assertThat(model.fees * 10_000).isLessThanOrEqualTo(model.points * model.gains);
    assertThat(model.repaid).isLessThanOrEqualTo(model.paid);
    assertThat(model.paid).isLessThanOrEqualTo(model.reserved);
  }
}
