package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;

final class NetworkSettingsTest {
  private static final String MAINNET = "Public Global Stellar Network ; September 2015";
  private static final String TESTNET = "Test SDF Network ; September 2015";
  private static final String ISSUER = "GBDVX4VELCDSQ54KQJYTNHXAHFLBCA77ZY2USQBM4CSHTTV7DME7KALE";
  private static final String KALE = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";

  @Test
  void derivesTheAssetContractOfEachNetwork() {
    assertThat(Assets.contractOf(MAINNET, "KALE", Address.of(ISSUER)).text())
        .isEqualTo("CB23WRDQWGSP6YPMY4UV5C4OW5CBTXKYN3XEATG7KJEZCXMJBYEHOUOV");
    Address testIssuer = Address.of("GCHPTWXMT3HYF4RLZHWBNRF4MPXLTJ76ISHMSYIWCCDXWUYOQG5MR2AB");
    assertThat(Assets.contractOf(TESTNET, "KALE", testIssuer).text())
        .isEqualTo("CAAVU2UQJLMZ3GUZFM56KVNHLPA3ZSSNR4VP2U53YBXFD2GI3QLIVHZZ");
  }

  @Test
  void namesTheSettingThatIsWrong() {
    assertThatThrownBy(() -> settings(ISSUER, "KALE:" + ISSUER))
        .hasMessageStartingWith("kale.contract.id must be a contract");
    assertThatThrownBy(() -> settings(KALE, "KALE"))
        .hasMessageStartingWith("kale.asset must be CODE:ISSUER");
    assertThatThrownBy(() -> settings(KALE, "KALE:" + ISSUER.replace("KALE", "KALF")))
        .hasMessageStartingWith("kale.asset: the address's checksum is wrong");
    assertThatThrownBy(() -> settings(KALE, "KALE:" + KALE))
        .hasMessageStartingWith("kale.asset: the issuer must be an account");
  }

  @Test
  void namesTheSettingThatIsMissing() {
    NetworkSettings none =
        new NetworkSettings(
            Optional.of(MAINNET), Optional.empty(), Optional.empty(), Optional.empty());
    assertThatThrownBy(none::network)
        .isInstanceOf(RpcException.class)
        .hasMessage("no network: kale.contract.id is not set");
    assertThat(none.complete()).isFalse();
  }

  private static NetworkSettings settings(String contract, String asset) {
    return new NetworkSettings(
        Optional.of(MAINNET), Optional.of(contract), Optional.of(asset), Optional.empty());
  }
}
