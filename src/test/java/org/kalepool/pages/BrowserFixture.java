package org.kalepool.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.cli.WholePoolNode;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;

/** A browser before a whole pool, on a network that is told what to do. */
abstract class BrowserFixture {
  private static final int FOR_EVER = 150;
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;

  /** What is wrong with the pages that were kept. */
  final List<String> faults = new ArrayList<>();

  Chromium chromium;
  Page page;
  Sandbox sandbox;

  @BeforeEach
  void open() {
    chromium = Chromium.start();
    page = chromium.page();
    sandbox = node.sandbox();
    Address wallet = poolers.own().wallet();
    if (sandbox.lumens(wallet).isEmpty()) {
      sandbox.fund(wallet, Xlm.parse("1000"));
      sandbox.giveKale(wallet, Kale.ZERO);
    }
    step(6);
  }

  @AfterEach
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  final void step(long seconds) {
    sandbox.closeLedger(sandbox.now() + seconds);
    stepper.pass(Duration.ofSeconds(seconds), FOR_EVER);
  }

  final void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step(6);
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  /** An account that can be paid out to. */
  final Address payout(int number) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    Address payout = Address.account(key);
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    step(6);
    return payout;
  }

  final void go(String path) {
    page.navigate("http://127.0.0.1:" + RestAssured.port + path);
  }

  final void keep(String name) {
    faults.addAll(chromium.keep(name));
  }

  final void click(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  final void shows(String text) {
    shows(page.locator("main"), text);
  }

  static void shows(Locator where, String text) {
    assertThat(where).containsText(text, PATIENTLY);
  }
}
