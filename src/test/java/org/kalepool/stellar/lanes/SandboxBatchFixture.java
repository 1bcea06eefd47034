package org.kalepool.stellar.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.LabContracts;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;

/** Farmers whose works and harvests share a transaction, by the committed contract. */
abstract class SandboxBatchFixture extends SandboxDeedsFixture {
  static final Kale STAKE = Kale.parse("10");

  final List<Long> plantFees = new ArrayList<>();
  Address contract;
  Address channel;
  long block;

  @BeforeEach
  void install() {
    contract = LabContracts.batch(sandbox);
    channel = account();
  }

  List<Address> planted(int number) {
    List<Address> farmers = Stream.generate(this::account).limit(number).toList();
    farmers.forEach(farmer -> sandbox.giveKale(farmer, Kale.parse("100")));
    sandbox.closeLedger(sandbox.now() + 300);
    landed(plant(farmers.getFirst(), STAKE));
    List<Long> others = farmers.stream().skip(1).map(it -> plant(it, STAKE)).toList();
    plantFees.clear();
    others.forEach(id -> plantFees.add(landed(id).fee().stroops()));
    // no work lands in the ledger of its plant
    step();
    block = chain.farm().farm().index();
    settled.clear();
    return farmers;
  }

  long plant(Address farmer, Kale stake) {
    return request(farmer, Action.PLANT, null, new Call.Plant(farmer, stake));
  }

  Deed work(Address farmer, long nonce) {
    Block stored = chain.block(block).orElseThrow().block();
    Hash hash = WorkHash.of(block, nonce, stored.entropy(), farmer);
    return new Deed(Action.WORK, null, block, new Call.Work(farmer, hash, nonce));
  }

  Deed harvest(Address farmer) {
    return new Deed(Action.HARVEST, null, block, new Call.Harvest(farmer, block));
  }

  long batch(Address of, List<Deed> deeds) {
    return requested(TransactionRequest.batch(channel, of, deeds, sandbox.now() + 200));
  }

  void nextBlock() {
    sandbox.closeLedger(sandbox.now() + 300);
    Address opener = account();
    sandbox.giveKale(opener, STAKE);
    landed(plant(opener, STAKE));
    settled.clear();
  }
}
