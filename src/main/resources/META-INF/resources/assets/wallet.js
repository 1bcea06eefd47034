// Asks a wallet in the browser for an address and for a signature, and tells what came of it.
(function () {
  'use strict';
  const REFUSED = -4;
  const LOOKING = 'Looking for wallets in this browser.';
  const ELSE = ', or go on without it below.';
  let last = 0;

  function Trouble(words) {
    this.words = words;
  }

  function reason(error) {
    const said = error && (error.message || error.error) || error;
    return typeof said === 'string' ? said : '';
  }

  // What its owner does, or the words for that there is nothing of it.
  async function given(asked, name, refused, missing) {
    let why = '';
    try {
      const value = await asked();
      if (typeof value === 'string' && value) {
        return value;
      }
    } catch (error) {
      why = reason(error);
      if (error && error.code === REFUSED || /reject|declin|denied|refus|cancel/i.test(why)) {
        throw new Trouble(refused);
      }
    }
    throw new Trouble(name + missing + (why ? ' (' + why + ')' : '') + '. Unlock it and try again' + ELSE);
  }

  async function network(wallet, wanted) {
    let on;
    try {
      on = await wallet.network();
    } catch (error) {
      throw new Trouble(wallet.name + ' did not say on which network it is'
        + (reason(error) ? ' (' + reason(error) + ')' : '') + '. Unlock it and try again' + ELSE);
    }
    if (on && on.networkPassphrase !== wanted) {
      throw new Trouble(wallet.name + ' is on another network than the pool'
        + (on.network ? ' (' + on.network + ')' : '') + '. Choose “' + wanted + '” in it and try again.');
    }
  }

  async function address(wallet, wanted, say) {
    if (wallet.only && !wallet.only.includes(wanted)) {
      throw new Trouble(wallet.name + ' does not know the network of this pool (“' + wanted
        + '”). Take another wallet' + ELSE);
    }
    say(wallet.name + ' asks you whether this page may see your address.');
    const account = await given(function () {
      return wallet.address();
    }, wallet.name, 'You refused in ' + wallet.name + ', and nothing was done. Try again' + ELSE,
    ' gave no address');
    await network(wallet, wanted);
    return account;
  }

  async function fill(wallet, box, say) {
    const account = await address(wallet, box.dataset.network, say);
    if (say('Your address is filled in. Later you can log in by this wallet.')) {
      const field = document.getElementById(box.dataset.field);
      field.value = account;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
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

  async function logIn(wallet, box, say) {
    const account = await address(wallet, box.dataset.network, say);
    const made = await challenge(account);
    if (!say(wallet.name + ' asks you to sign. It costs nothing, and no network takes what you sign.')) {
      return;
    }
    const signed = await given(function () {
      return wallet.sign(made.transaction, made.network_passphrase, account);
    }, wallet.name, 'You did not sign, so you are not logged in. Try again, or log in with your token below.',
    ' did not sign');
    if (say('Signed. Logging you in.')) {
      box.querySelector('input[name=transaction]').value = signed;
      box.requestSubmit();
    }
  }

  // Only the last click says and does something: a window that a wallet has left open may answer late.
  function begin(wallet, box, words) {
    const mine = ++last;
    const say = function (text) {
      if (mine === last) {
        words.textContent = text;
        words.classList.remove('error');
      }
      return mine === last;
    };
    (box.dataset.wallet === 'log-in' ? logIn : fill)(wallet, box, say).catch(function (failure) {
      if (say(failure instanceof Trouble ? failure.words
        : 'The pool or ' + wallet.name + ' did not answer as expected, and nothing was changed. Try again' + ELSE)) {
        words.classList.add('error');
      }
    });
  }

  function offer(wallet, order, box, words) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = box.dataset.look || '';
    button.textContent = box.dataset.words + ' ' + wallet.name;
    button.dataset.order = order;
    button.addEventListener('click', function () {
      begin(wallet, box, words);
    });
    const choices = box.querySelector('[data-choices]');
    choices.insertBefore(button, Array.from(choices.children).find(function (other) {
      return Number(other.dataset.order) > order;
    }) || null);
    if (words.textContent === LOOKING) {
      words.textContent = '';
    }
  }

  document.querySelectorAll('[data-wallet]').forEach(function (box) {
    const words = box.querySelector('[role=status]');
    words.textContent = LOOKING;
    Promise.all(window.kaleWallets.map(async function (wallet, order) {
      const there = await wallet.there();
      if (there) {
        offer(wallet, order, box, words);
      }
      return there;
    })).then(function (all) {
      if (!all.includes(true)) {
        words.textContent = 'No wallet was found in this browser. Install Freighter (freighter.app), xBull'
          + ' (xbull.app), LOBSTR’s signer extension (lobstr.co), Rabet (rabet.io) or Hana (hanawallet.io) and load'
          + ' this page again' + ELSE;
      }
    });
  });
})();
