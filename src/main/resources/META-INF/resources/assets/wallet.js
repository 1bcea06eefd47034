// Asks Freighter, a wallet in the browser, for an address and for a signature. It listens to messages
// of the page's own window, as its library sends them; nothing of it is loaded from elsewhere.
(function () {
  'use strict';
  const REQUEST = 'FREIGHTER_EXTERNAL_MSG_REQUEST';
  const RESPONSE = 'FREIGHTER_EXTERNAL_MSG_RESPONSE';
  const REFUSED = -4;
  const PATIENCE = 3000;
  let last = 0;

  function Trouble(words) {
    this.words = words;
  }

  // Without an end, as a person may think for long; with one for what an extension answers by itself.
  function ask(type, fields, patience) {
    const id = Date.now() + Math.random();
    return new Promise(function (resolve) {
      let timer = 0;
      const listen = function (event) {
        const data = event.data;
        // "messagedId" is how Freighter spells it.
        if (event.source !== window || !data || data.source !== RESPONSE || data.messagedId !== id) {
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
      window.postMessage(Object.assign({ source: REQUEST, messageId: id, type: type }, fields),
        window.location.origin);
    });
  }

  function reason(answer) {
    const error = answer.apiError || answer.error;
    if (!error) {
      return '';
    }
    return typeof error === 'string' ? error : String(error.message || 'no reason given');
  }

  function refuses(answer) {
    const error = answer.apiError || answer.error;
    return Boolean(error && (error.code === REFUSED || /reject|declin/i.test(reason(answer))));
  }

  async function address(box, say) {
    say('Looking for Freighter.');
    const there = window.freighter || await ask('REQUEST_CONNECTION_STATUS', {}, PATIENCE);
    if (!there || there.isConnected === false) {
      throw new Trouble('There is no Freighter in this browser. Install it from freighter.app and load'
        + ' this page again, or go on without it below.');
    }
    say('Freighter asks you whether this page may see your address.');
    const access = await ask('REQUEST_ACCESS', {});
    if (refuses(access)) {
      throw new Trouble('You refused in Freighter, and nothing was done. Try again, or go on without it below.');
    }
    if (!access.publicKey) {
      throw new Trouble('Freighter gave no address' + (reason(access) ? ' (' + reason(access) + ')' : '')
        + '. Unlock it and try again.');
    }
    const found = await ask('REQUEST_NETWORK_DETAILS', {}, PATIENCE);
    const network = found && found.networkDetails;
    if (!network || network.networkPassphrase !== box.dataset.network) {
      throw new Trouble('Freighter is on another network than the pool'
        + (network && network.network ? ' (' + network.network + ')' : '') + '. Choose “'
        + box.dataset.network + '” in it and try again.');
    }
    return access.publicKey;
  }

  async function fill(box, say) {
    const field = document.getElementById(box.dataset.field);
    field.value = await address(box, say);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    say('Your address is filled in. Later you can log in by this wallet.');
  }

  async function challenge(account) {
    const answer = await fetch('/auth?account=' + encodeURIComponent(account),
      { headers: { Accept: 'application/json' }, credentials: 'omit' });
    const body = await answer.json();
    if (!answer.ok) {
      throw new Trouble(body.detail + ' Nothing was changed.');
    }
    return body;
  }

  async function logIn(box, say) {
    const account = await address(box, say);
    const made = await challenge(account);
    say('Freighter asks you to sign. It costs nothing, and no network takes what you sign.');
    const signed = await ask('SUBMIT_TRANSACTION', { transactionXdr: made.transaction, network: '',
      networkPassphrase: made.network_passphrase, accountToSign: account });
    if (refuses(signed)) {
      throw new Trouble('You did not sign, so you are not logged in. Try again, or log in with your token below.');
    }
    if (!signed.signedTransaction) {
      throw new Trouble('Freighter did not sign' + (reason(signed) ? ' (' + reason(signed) + ')' : '')
        + '. Unlock it and try again, or log in with your token below.');
    }
    say('Signed. Logging you in.');
    box.querySelector('input[name=transaction]').value = signed.signedTransaction;
    box.requestSubmit();
  }

  document.querySelectorAll('[data-wallet]').forEach(function (box) {
    const words = box.querySelector('[role=status]');
    box.querySelector('button[data-connect]').addEventListener('click', function () {
      const mine = ++last;
      const say = function (text) {
        if (mine === last) {
          words.textContent = text;
          words.classList.remove('error');
        }
      };
      const doing = box.dataset.wallet === 'log-in' ? logIn : fill;
      doing(box, say).catch(function (failure) {
        if (mine !== last) {
          return;
        }
        words.textContent = failure instanceof Trouble ? failure.words
          : 'The pool or Freighter did not answer as expected, and nothing was changed. Try again,'
            + ' or go on without it below.';
        words.classList.add('error');
      });
    });
  });
})();
