package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.Assets;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.AccountEntryExtensionV1;
import org.stellar.sdk.xdr.AccountEntryExtensionV2;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.Liabilities;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.SignerKey;
import org.stellar.sdk.xdr.SignerKeyType;
import org.stellar.sdk.xdr.SponsorshipDescriptor;
import org.stellar.sdk.xdr.String32;
import org.stellar.sdk.xdr.Thresholds;
import org.stellar.sdk.xdr.TrustLineEntry;
import org.stellar.sdk.xdr.Uint256;
import org.stellar.sdk.xdr.XdrString;

final class HoldingsReaderTest {
  private static final Address ACCOUNT = Address.account(new byte[32]);

  @Test
  void countsWhatKeepsAnAccountFromBeingMergedAndNoSigners() {
    assertThat(read(3, 2, 0, false).attached()).isEqualTo(new Holdings.Attached(1, 0));
    assertThat(read(3, 2, 0, true).attached()).isEqualTo(Holdings.Attached.NONE);
    assertThat(read(0, 0, 2, false).attached()).isEqualTo(new Holdings.Attached(0, 2));
    assertThat(read(0, 0, 0, false).attached()).isEqualTo(Holdings.Attached.NONE);
  }

  private static Holdings read(int subEntries, int signers, int sponsoring, boolean trustline) {
    KaleNetwork network = TestNetwork.settings().network();
    LedgerEntryData account = new LedgerEntryData();
    account.setDiscriminant(LedgerEntryType.ACCOUNT);
    account.setAccount(account(subEntries, signers, sponsoring));
    String key = LedgerKeys.text(LedgerKeys.account(ACCOUNT));
    Map<String, Rpc.LedgerEntryResult> entries =
        trustline
            ? Map.of(key, entry(key, account), trustlineKey(network), trustline(network))
            : Map.of(key, entry(key, account));
    @Nullable Holdings found =
        HoldingsReader.read(new EntryReader(entries, 7), ACCOUNT, network, Xlm.parse("0.5"));
    return Objects.requireNonNull(found);
  }

  private static AccountEntry account(int subEntries, int signers, int sponsoring) {
    AccountEntry account = new AccountEntry();
    account.setAccountID(Xdr.accountId(ACCOUNT));
    account.setBalance(Xdr.int64(50_000_000));
    account.setSeqNum(new SequenceNumber(Xdr.int64(1)));
    account.setNumSubEntries(Xdr.uint32(subEntries));
    account.setFlags(Xdr.uint32(0));
    account.setHomeDomain(new String32(new XdrString("")));
    account.setThresholds(new Thresholds(new byte[4]));
    Signer[] list = new Signer[signers];
    SponsorshipDescriptor[] sponsors = new SponsorshipDescriptor[signers];
    for (int i = 0; i < signers; i++) {
      SignerKey key = new SignerKey();
      key.setDiscriminant(SignerKeyType.SIGNER_KEY_TYPE_ED25519);
      byte[] bytes = new byte[32];
      bytes[0] = (byte) (i + 1);
      key.setEd25519(new Uint256(bytes));
      list[i] = new Signer();
      list[i].setKey(key);
      list[i].setWeight(Xdr.uint32(1));
      sponsors[i] = new SponsorshipDescriptor();
    }
    account.setSigners(list);
    AccountEntryExtensionV2.AccountEntryExtensionV2Ext third =
        new AccountEntryExtensionV2.AccountEntryExtensionV2Ext();
    third.setDiscriminant(0);
    AccountEntryExtensionV2 second = new AccountEntryExtensionV2();
    second.setNumSponsored(Xdr.uint32(0));
    second.setNumSponsoring(Xdr.uint32(sponsoring));
    second.setSignerSponsoringIDs(sponsors);
    second.setExt(third);
    AccountEntryExtensionV1.AccountEntryExtensionV1Ext more =
        new AccountEntryExtensionV1.AccountEntryExtensionV1Ext();
    more.setDiscriminant(2);
    more.setV2(second);
    AccountEntryExtensionV1 first = new AccountEntryExtensionV1();
    Liabilities none = new Liabilities();
    none.setBuying(Xdr.int64(0));
    none.setSelling(Xdr.int64(0));
    first.setLiabilities(none);
    first.setExt(more);
    AccountEntry.AccountEntryExt ext = new AccountEntry.AccountEntryExt();
    ext.setDiscriminant(1);
    ext.setV1(first);
    account.setExt(ext);
    return account;
  }

  private static String trustlineKey(KaleNetwork network) {
    return LedgerKeys.text(LedgerKeys.trustline(ACCOUNT, network));
  }

  private static Rpc.LedgerEntryResult trustline(KaleNetwork network) {
    TrustLineEntry line = new TrustLineEntry();
    line.setAccountID(Xdr.accountId(ACCOUNT));
    line.setAsset(Assets.trustLineAsset(network.assetCode(), network.assetIssuer()));
    line.setBalance(Xdr.int64(0));
    line.setLimit(Xdr.int64(Long.MAX_VALUE));
    line.setFlags(Xdr.uint32(1));
    TrustLineEntry.TrustLineEntryExt ext = new TrustLineEntry.TrustLineEntryExt();
    ext.setDiscriminant(0);
    line.setExt(ext);
    LedgerEntryData data = new LedgerEntryData();
    data.setDiscriminant(LedgerEntryType.TRUSTLINE);
    data.setTrustLine(line);
    return entry(trustlineKey(network), data);
  }

  private static Rpc.LedgerEntryResult entry(String key, LedgerEntryData data) {
    return new Rpc.LedgerEntryResult(key, Xdr.base64(data::encode), 7, null, null);
  }
}
