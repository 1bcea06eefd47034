package org.kalepool.stellar;

import org.kalepool.kale.Address;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.String32;
import org.stellar.sdk.xdr.Thresholds;
import org.stellar.sdk.xdr.XdrString;

/** What a node writes, in base64 XDR. */
final class NodeXdr {
  static final String LANDED = "AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAAGAAAAAAAAAAA=";

  private NodeXdr() {}

  /** An account with 100 XLM that only its own key signs for. */
  static String account(Address account, long sequence) {
    AccountEntry entry = new AccountEntry();
    entry.setAccountID(Xdr.accountId(account));
    entry.setBalance(Xdr.int64(100_0000000));
    entry.setSeqNum(new SequenceNumber(Xdr.int64(sequence)));
    entry.setNumSubEntries(Xdr.uint32(0));
    entry.setFlags(Xdr.uint32(0));
    entry.setHomeDomain(new String32(new XdrString("")));
    entry.setThresholds(new Thresholds(new byte[] {1, 0, 0, 0}));
    entry.setSigners(new Signer[0]);
    AccountEntry.AccountEntryExt ext = new AccountEntry.AccountEntryExt();
    ext.setDiscriminant(0);
    entry.setExt(ext);
    LedgerEntryData data = new LedgerEntryData();
    data.setDiscriminant(LedgerEntryType.ACCOUNT);
    data.setAccount(entry);
    return Xdr.base64(data::encode);
  }

  /** The result of a transaction that is refused with this code. */
  static String refusal(int code, long feeCharged) {
    return Xdr.base64(
        out -> {
          out.writeLong(feeCharged);
          out.writeInt(code);
          out.writeInt(0);
        });
  }
}
