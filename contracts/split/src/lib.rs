//! Pays out a custodial farmer who leaves: the poolers' shares, what they owe, and all the rest, in
//! one call. docs/contracts.md has the rules and what they rest on.
#![no_std]

use shared::{address, at, balance, share, stroops, transfer, try_transfer, val, WHOLE};
use soroban_sdk::{
    contract, contracterror, contractevent, contractimpl, symbol_short, vec, Address, BytesN, Env,
    Symbol, TryFromVal, Val, Vec,
};

#[contracterror]
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum Error {
    AlreadySplit = 301,
    BadAmount = 302,
    NoSuchTerms = 303,
    WrongTotal = 304,
    TwoWallets = 305,
    TooLittle = 306,
    BadPayout = 307,
    ListFull = 308,
    NothingHeld = 309,
}

/// The pooler's share in basis points, its wallet. Its version is its place in the list, from 0.
pub type Terms = (u32, Address);

/// What one pooler owes the farmer, and what was earned by version of its terms, all of one wallet.
pub type Part = (i128, Vec<(u32, i128)>);

#[contractevent(topics = ["split"], data_format = "vec")]
pub struct WasSplit {
    #[topic]
    pub custodial: Address,
    #[topic]
    pub payout_wallet: Address,
    pub farmer_id: BytesN<16>,
    pub total_earned: i128,
    pub rest: i128,
    pub made_good: i128,
    pub xlm: i128,
    /// Wallet, share, owed, paid to the wallet, paid by the wallet, held for the wallet.
    pub parts: Vec<Vec<Val>>,
}

#[contractevent(topics = ["terms"], data_format = "vec")]
pub struct TermsAdded {
    #[topic]
    pub version: u32,
    pub bps: u32,
    pub wallet: Address,
}

/// So that the list stays a part of the instance that costs little to read.
pub const MOST_TERMS: u32 = 100;

const CONF: Symbol = symbol_short!("c");
const LIST: Symbol = symbol_short!("l");

// Admin, the asset's contract, the native asset's contract.
#[inline(never)]
fn conf(env: &Env, place: u32) -> Address {
    let conf: Vec<Val> = env.storage().instance().get(&CONF).unwrap();
    address(env, &conf, place)
}

#[inline(never)]
fn set_conf(env: &Env, admin: &Address, asset: &Address, native: &Address) {
    let conf: Vec<Val> = vec![env, admin.to_val(), asset.to_val(), native.to_val()];
    env.storage().instance().set(&CONF, &conf);
}

#[inline(never)]
fn list(env: &Env) -> Vec<Terms> {
    env.storage()
        .instance()
        .get(&LIST)
        .unwrap_or_else(|| Vec::new(env))
}

#[inline(never)]
fn key(env: &Env, custodial: &Address, farmer_id: &BytesN<16>) -> Vec<Val> {
    vec![env, custodial.to_val(), farmer_id.to_val()]
}

#[inline(never)]
fn item(env: &Env, value: Val) -> Vec<Val> {
    Vec::try_from_val(env, &value).unwrap()
}

// An amount at a place of an item.
#[inline(never)]
fn amount_at(env: &Env, item: &Vec<Val>, place: u32) -> Result<i64, Error> {
    i128::try_from_val(env, &at(item, place))
        .ok()
        .and_then(stroops)
        .ok_or(Error::BadAmount)
}

fn amount_of(amount: i128) -> Result<i64, Error> {
    stroops(amount).ok_or(Error::BadAmount)
}

#[inline(never)]
fn sum(a: i64, b: i64) -> Result<i64, Error> {
    a.checked_add(b).ok_or(Error::BadAmount)
}

#[inline(never)]
fn held(env: &Env, wallet: &Address) -> i64 {
    env.storage().persistent().get(wallet).unwrap_or(0)
}

// The wallet, what was earned with that pooler, and its share: floored by version.
fn shared(env: &Env, terms: &Vec<Val>, earned: Vec<Val>) -> Result<(Address, i64, i64), Error> {
    let mut found: Option<Address> = None;
    let (mut total, mut due) = (0, 0);
    for one in earned.iter() {
        let one = item(env, one);
        let version = u32::try_from_val(env, &at(&one, 0)).unwrap();
        let of_it = item(env, terms.get(version).ok_or(Error::NoSuchTerms)?);
        let bps = u32::try_from_val(env, &at(&of_it, 0)).unwrap();
        let wallet = address(env, &of_it, 1);
        if *found.get_or_insert_with(|| wallet.clone()) != wallet {
            return Err(Error::TwoWallets);
        }
        let earned = amount_at(env, &one, 1)?;
        total = sum(total, earned)?;
        due += share(earned, bps);
    }
    Ok((found.ok_or(Error::NoSuchTerms)?, total, due))
}

#[contract]
pub struct Split;

#[contractimpl]
impl Split {
    pub fn __constructor(env: Env, admin: Address, asset: Address, native: Address) {
        set_conf(&env, &admin, &asset, &native);
    }

    // Admin. Gives the version.
    pub fn add_terms(env: Env, bps: u32, wallet: Address) -> Result<u32, Error> {
        conf(&env, 0).require_auth();
        if bps > WHOLE {
            return Err(Error::BadAmount);
        }
        let mut terms = list(&env);
        let version = terms.len();
        if version >= MOST_TERMS {
            return Err(Error::ListFull);
        }
        terms.push_back((bps, wallet.clone()));
        env.storage().instance().set(&LIST, &terms);
        TermsAdded {
            version,
            bps,
            wallet,
        }
        .publish(&env);
        Ok(version)
    }

    // Admin, the old one and the new one.
    pub fn set_admin(env: Env, admin: Address) {
        conf(&env, 0).require_auth();
        admin.require_auth();
        set_conf(&env, &admin, &conf(&env, 1), &conf(&env, 2));
    }

    // The custodial account, and each pooler that owes more than its share. Gives what the payout
    // wallet got of the asset.
    pub fn execute_split(
        env: Env,
        farmer_id: BytesN<16>,
        total_earned: i128,
        payout_wallet: Address,
        custodial: Address,
        parts: Vec<Part>,
        xlm: i128,
    ) -> Result<i128, Error> {
        custodial.require_auth();
        let this = env.current_contract_address();
        if payout_wallet == custodial || payout_wallet == this {
            return Err(Error::BadPayout);
        }
        let key = key(&env, &custodial, &farmer_id);
        let kept = env.storage().persistent();
        if kept.has(&key) {
            return Err(Error::AlreadySplit);
        }
        kept.set(&key, &env.ledger().sequence());

        let asset = conf(&env, 1);
        let terms = list(&env).to_vals();
        let mut rest = balance(&env, &asset, &custodial);
        let (mut earned, mut made_good) = (0, 0);
        let mut figures: Vec<Vec<Val>> = Vec::new(&env);
        for part in parts.to_vals().iter() {
            let part = item(&env, part);
            let debt = amount_at(&env, &part, 0)?;
            let (wallet, of_it, due) = shared(&env, &terms, item(&env, at(&part, 1)))?;
            earned = sum(earned, of_it)?;
            let (mut out, back, mut keep) = ((due - debt).max(0), (debt - due).max(0), 0);
            if out > 0 {
                rest -= out;
                if rest < 0 {
                    return Err(Error::TooLittle);
                }
                if !try_transfer(&env, &asset, &custodial, &wallet, out) {
                    transfer(&env, &asset, &custodial, &this, out);
                    kept.set(&wallet, &sum(held(&env, &wallet), out)?);
                    (out, keep) = (0, out);
                }
            }
            if back > 0 {
                wallet.require_auth();
                made_good = sum(made_good, back)?;
                transfer(&env, &asset, &wallet, &payout_wallet, back);
            }
            let mut paid: Vec<Val> = vec![&env, wallet.to_val()];
            for figure in [due, debt, out, back, keep] {
                paid.push_back(val(&env, figure));
            }
            figures.push_back(paid);
        }
        if earned as i128 != total_earned {
            return Err(Error::WrongTotal);
        }
        if rest > 0 {
            transfer(&env, &asset, &custodial, &payout_wallet, rest);
        }
        let coins = amount_of(xlm)?;
        if coins > 0 {
            transfer(&env, &conf(&env, 2), &custodial, &payout_wallet, coins);
        }
        let (rest, made_good) = (rest as i128, made_good as i128);
        WasSplit {
            custodial,
            payout_wallet,
            farmer_id,
            total_earned,
            rest,
            made_good,
            xlm,
            parts: figures,
        }
        .publish(&env);
        Ok(rest + made_good)
    }

    // The custodial account. Pays each of (receiver, amount), all or nothing: shares of what a farmer
    // has earned that stays.
    pub fn pay(env: Env, custodial: Address, payments: Vec<(Address, i128)>) -> Result<(), Error> {
        custodial.require_auth();
        let asset = conf(&env, 1);
        for one in payments.to_vals().iter() {
            let one = item(&env, one);
            let amount = amount_at(&env, &one, 1)?;
            transfer(&env, &asset, &custodial, &address(&env, &one, 0), amount);
        }
        Ok(())
    }

    // Anybody: pays a wallet what was held for it because it could not be paid. Gives the amount.
    pub fn collect(env: Env, wallet: Address) -> Result<i128, Error> {
        let amount = held(&env, &wallet);
        if amount == 0 {
            return Err(Error::NothingHeld);
        }
        env.storage().persistent().remove(&wallet);
        let this = env.current_contract_address();
        transfer(&env, &conf(&env, 1), &this, &wallet, amount);
        Ok(amount.into())
    }

    // What is held for a wallet.
    pub fn held(env: Env, wallet: Address) -> i128 {
        held(&env, &wallet).into()
    }

    // The ledger in which it was split, 0 where it was not.
    pub fn split_in(env: Env, custodial: Address, farmer_id: BytesN<16>) -> u32 {
        let key = key(&env, &custodial, &farmer_id);
        env.storage().persistent().get(&key).unwrap_or(0)
    }

    // All terms there ever were, by version.
    pub fn terms(env: Env) -> Vec<Terms> {
        list(&env)
    }
}
