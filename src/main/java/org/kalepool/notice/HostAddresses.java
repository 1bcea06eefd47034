package org.kalepool.notice;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
interface HostAddresses {
  /** As this machine finds them. */
  static HostAddresses ofThisMachine() {
    return host -> List.of(InetAddress.getAllByName(host));
  }

  /**
   * The addresses of a host.
   *
   * @param host a name, or an address without brackets
   * @return one at least
   * @throws UnknownHostException if there are none
   */
  List<InetAddress> of(String host) throws UnknownHostException;
}
