package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.settings.SettingsOf;
import org.kalepool.settings.WrongSetting;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.xdr.Assets;

final class ConfiguredNetworkTest {
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
    assertThat(refusal(ISSUER, "KALE:" + ISSUER))
        .isEqualTo("kale.contract.id must be an address C…");
    assertThat(refusal(KALE, "KALE")).isEqualTo("kale.asset must be CODE:ISSUER");
    assertThat(refusal(KALE, "KALE:" + ISSUER.replace("KALE", "KALF")))
        .startsWith("kale.asset must be CODE:ISSUER: the address's checksum is wrong");
    assertThat(refusal(KALE, "KALE:" + KALE))
        .isEqualTo("kale.asset must be CODE:ISSUER, the issuer an account (G…)");
  }

  @Test
  void namesTheSettingThatIsMissing() {
    ConfiguredNetwork none =
        new ConfiguredNetwork(
            SettingsOf.mapping(NetworkSettings.class, "kale.network.passphrase", MAINNET));
    assertThatThrownBy(none::network)
        .isInstanceOf(RpcException.class)
        .hasMessage("no network: kale.contract.id is not set");
    assertThat(none.complete()).isFalse();
  }

  private static String refusal(String contract, String asset) {
    Throwable failure =
        catchThrowable(
            () ->
                SettingsOf.mapping(
                    NetworkSettings.class,
                    "kale.network.passphrase",
                    MAINNET,
                    "kale.contract.id",
                    contract,
                    "kale.asset",
                    asset));
    return WrongSetting.of(failure, key -> Optional.empty()).orElseThrow();
  }
}
