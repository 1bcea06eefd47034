package org.kalepool.cli.machine;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.kalepool.cli.CommandException;
import org.kalepool.machine.MachineSettings;

/** Looks at the address of the backend before a key is sent there. */
final class BackendAddress {
  private BackendAddress() {}

  /**
   * The address.
   *
   * @throws CommandException if it is none, or if the key would be read on the way there
   */
  static URI of(MachineSettings own) {
    String text = own.backend().orElseThrow().strip();
    URI address;
    try {
      address = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--backend is no address: " + text);
    }
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null
        || address.getUserInfo() != null
        || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new CommandException(
          "--backend must be an address such as https://pool.example, without a name or password");
    }
    if (scheme.equals("http") && !own.plainHttp() && !isHere(address.getHost())) {
      throw new CommandException(
          "--backend: by http anybody on the way could read the key: take https, or, in a network"
              + " of your own, set kale.pooler.plain-http=true");
    }
    return address;
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
