// The wallets that extensions bring into browsers, each asked as its own interface has it; nothing of them is
// loaded from elsewhere. wallet.js asks them in one way.
(function () {
  'use strict';
  const PUBLIC = 'Public Global Stellar Network ; September 2015';
  const TESTNET = 'Test SDF Network ; September 2015';
  const PATIENCE = 3000;
  const PAUSE = 250;

  // Without an end, as a person may think for long; with one for what an extension answers by itself.
  function ask(prefix, type, fields, patience) {
    const id = Date.now() + Math.random();
    return new Promise(function (resolve) {
      let timer = 0;
      const listen = function (event) {
        const data = event.data;
        // "messagedId" is how these wallets spell it.
        if (event.source !== window || !data || data.source !== prefix + '_EXTERNAL_MSG_RESPONSE'
            || data.messagedId !== id) {
          return;
        }
        window.removeEventListener('message', listen);
        clearTimeout(timer);
        resolve(data);
      };
      window.addEventListener('message', listen);
      if (patience) {
        timer = setTimeout(function () {
          window.removeEventListener('message', listen);
          resolve(null);
        }, patience);
      }
      window.postMessage(Object.assign({ source: prefix + '_EXTERNAL_MSG_REQUEST', messageId: id, type: type },
        fields), window.location.origin);
    });
  }

  // An extension may begin to listen after the page has begun to ask.
  async function answers(prefix) {
    for (let tries = 0; tries < 3; tries++) {
      const status = await ask(prefix, 'REQUEST_CONNECTION_STATUS', {}, PATIENCE / 3);
      if (status) {
        return status.isConnected !== false;
      }
    }
    return false;
  }

  function appears(here) {
    const end = Date.now() + PATIENCE;
    return new Promise(function (resolve) {
      (function look() {
        if (here() || Date.now() >= end) {
          resolve(Boolean(here()));
        } else {
          setTimeout(look, PAUSE);
        }
      })();
    });
  }

  function good(answer) {
    const error = answer.apiError || answer.error;
    if (error) {
      throw error;
    }
    return answer;
  }

  // there: whether it is installed. address and sign ask its owner, and throw what it says. network: which one
  // it is on, null where it does not tell. only: the networks that it knows, where these are all.
  window.kaleWallets = [
    {
      name: 'Freighter',
      there: async function () {
        return Boolean(window.freighter) || answers('FREIGHTER');
      },
      address: async function () {
        return good(await ask('FREIGHTER', 'REQUEST_ACCESS', {})).publicKey;
      },
      network: async function () {
        const answer = await ask('FREIGHTER', 'REQUEST_NETWORK_DETAILS', {}, PATIENCE);
        return answer && answer.networkDetails || {};
      },
      sign: async function (transaction, passphrase, account) {
        return good(await ask('FREIGHTER', 'SUBMIT_TRANSACTION', { transactionXdr: transaction, network: '',
          networkPassphrase: passphrase, accountToSign: account })).signedTransaction;
      }
    },
    {
      name: 'xBull',
      there: function () {
        return appears(function () {
          return window.xBullSDK && window.xBullSDK.getAddress;
        });
      },
      address: async function () {
        return good(await window.xBullSDK.getAddress()).address;
      },
      network: async function () {
        return good(await window.xBullSDK.getNetwork());
      },
      sign: async function (transaction, passphrase, account) {
        return good(await window.xBullSDK.signTransaction({ xdr: transaction,
          opts: { networkPassphrase: passphrase, address: account } })).signedTxXdr;
      }
    },
    {
      name: 'LOBSTR',
      only: [PUBLIC],
      there: function () {
        return answers('LOBSTR');
      },
      address: async function () {
        const access = good(await ask('LOBSTR', 'REQUEST_ACCESS', {}));
        // Which of its accounts was chosen; it is asked for again with the signature.
        this.chosen = access.connectionKey;
        return access.publicKey;
      },
      network: async function () {
        return null;
      },
      sign: async function (transaction) {
        return good(await ask('LOBSTR', 'SIGN_TRANSACTION', { transactionXdr: transaction,
          connectionKey: this.chosen })).signedTransaction;
      }
    },
    {
      name: 'Rabet',
      only: [PUBLIC, TESTNET],
      there: function () {
        return appears(function () {
          return window.rabet;
        });
      },
      address: async function () {
        return good(await window.rabet.connect()).publicKey;
      },
      network: async function () {
        const on = window.rabet.getNetwork && await window.rabet.getNetwork();
        return on ? { network: on.network, networkPassphrase: on.passphrase } : null;
      },
      sign: async function (transaction, passphrase) {
        return good(await window.rabet.sign(transaction, passphrase === PUBLIC ? 'mainnet' : 'testnet')).xdr;
      }
    },
    {
      name: 'Hana',
      there: function () {
        return appears(function () {
          return window.hanaWallet && window.hanaWallet.stellar;
        });
      },
      address: function () {
        return window.hanaWallet.stellar.getPublicKey();
      },
      network: async function () {
        const stellar = window.hanaWallet.stellar;
        return stellar.getNetworkDetails ? stellar.getNetworkDetails() : null;
      },
      sign: function (transaction, passphrase, account) {
        return window.hanaWallet.stellar.signTransaction({ xdr: transaction, accountToSign: account,
          networkPassphrase: passphrase });
      }
    }
  ];
})();
