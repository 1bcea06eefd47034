//! Looks like KALE: the same calls, storage by block and farmer, order of checks and numbers of
//! errors; the reward is what the test says.

use soroban_sdk::{
    contract, contracterror, contractimpl, panic_with_error, symbol_short, token, xdr::ToXdr,
    Address, Bytes, BytesN, Env, Symbol,
};

#[contracterror]
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[repr(u32)]
pub enum FarmError {
    Paused = 4,
    PlantAmountTooLow = 6,
    ZeroCountTooLow = 7,
    PailExists = 8,
    PailMissing = 9,
    WorkMissing = 10,
    BlockMissing = 11,
    HashInvalid = 13,
    HarvestNotReady = 14,
    GapCountTooLow = 15,
}

pub const INTERVAL: u64 = 300;
/// Ledgers that a pail or block lives, its own included.
pub const LIFE: u32 = 17_280;

const ASSET: Symbol = symbol_short!("asset");
const INDEX: Symbol = symbol_short!("index");
const OPENED: Symbol = symbol_short!("opened");
const PAUSED: Symbol = symbol_short!("paused");
const REWARD: Symbol = symbol_short!("reward");
const BLOCK: Symbol = symbol_short!("block");
const PAIL: Symbol = symbol_short!("pail");

/// Ledger, stake, leading zeros of the best work.
type Pail = (u32, i128, Option<u32>);

fn fail(env: &Env, error: FarmError) -> ! {
    panic_with_error!(env, error)
}

fn open(env: &Env, index: u32) {
    let state = env.storage().instance();
    state.set(&INDEX, &index);
    state.set(&OPENED, &env.ledger().timestamp());
    let entropy = env.crypto().sha256(&index.to_xdr(env)).to_bytes();
    env.storage().temporary().set(&(BLOCK, index), &entropy);
}

#[contract]
pub struct Farm;

#[contractimpl]
impl Farm {
    pub fn __constructor(env: Env, asset: Address) {
        env.storage().instance().set(&ASSET, &asset);
        env.storage().instance().set(&REWARD, &0_i128);
        open(&env, 0);
    }

    pub fn plant(env: Env, farmer: Address, amount: i128) {
        farmer.require_auth();
        let state = env.storage().instance();
        if amount < 0 {
            fail(&env, FarmError::PlantAmountTooLow);
        }
        if state.has(&PAUSED) {
            fail(&env, FarmError::Paused);
        }
        let opened: u64 = state.get(&OPENED).unwrap();
        if env.ledger().timestamp() >= opened + INTERVAL {
            open(&env, Self::index(env.clone()) + 1);
        }
        let key = (PAIL, farmer.clone(), Self::index(env.clone()));
        if env.storage().temporary().has(&key) {
            fail(&env, FarmError::PailExists);
        }
        if amount > 0 {
            let asset: Address = state.get(&ASSET).unwrap();
            token::TokenClient::new(&env, &asset).burn(&farmer, &amount);
        }
        let pail: Pail = (env.ledger().sequence(), amount, None);
        env.storage().temporary().set(&key, &pail);
    }

    pub fn work(env: Env, farmer: Address, hash: BytesN<32>, nonce: u64) -> u32 {
        let index = Self::index(env.clone());
        let stored = env.storage().temporary();
        if !stored.has(&(BLOCK, index)) {
            fail(&env, FarmError::BlockMissing);
        }
        let key = (PAIL, farmer.clone(), index);
        let Some((sequence, stake, best)) = stored.get::<_, Pail>(&key) else {
            fail(&env, FarmError::PailMissing)
        };
        let gap = env.ledger().sequence() - sequence;
        if gap == 0 {
            fail(&env, FarmError::GapCountTooLow);
        }
        if hash != Self::hash(env.clone(), farmer, nonce) {
            fail(&env, FarmError::HashInvalid);
        }
        let zeros = hash.to_array().iter().take_while(|it| **it == 0).count() as u32;
        if best.is_some_and(|it| zeros <= it) {
            fail(&env, FarmError::ZeroCountTooLow);
        }
        let pail: Pail = (sequence, stake, Some(zeros));
        stored.set(&key, &pail);
        gap
    }

    pub fn harvest(env: Env, farmer: Address, index: u32) -> i128 {
        let stored = env.storage().temporary();
        if !stored.has(&(BLOCK, index)) {
            fail(&env, FarmError::BlockMissing);
        }
        let key = (PAIL, farmer.clone(), index);
        let Some((_, stake, best)) = stored.get::<_, Pail>(&key) else {
            fail(&env, FarmError::PailMissing)
        };
        if Self::index(env.clone()) <= index {
            fail(&env, FarmError::HarvestNotReady);
        }
        if best.is_none() {
            fail(&env, FarmError::WorkMissing);
        }
        stored.remove(&key);
        let state = env.storage().instance();
        let reward: i128 = state.get(&REWARD).unwrap();
        let asset: Address = state.get(&ASSET).unwrap();
        token::StellarAssetClient::new(&env, &asset).mint(&farmer, &(reward + stake));
        reward
    }

    pub fn index(env: Env) -> u32 {
        env.storage().instance().get(&INDEX).unwrap()
    }

    pub fn hash(env: Env, farmer: Address, nonce: u64) -> BytesN<32> {
        let index = Self::index(env.clone());
        let mut bytes = Bytes::from_array(&env, &index.to_be_bytes());
        bytes.extend_from_array(&nonce.to_be_bytes());
        let entropy: BytesN<32> = env.storage().temporary().get(&(BLOCK, index)).unwrap();
        bytes.append(&entropy.into());
        let farmer = farmer.to_xdr(&env);
        bytes.append(&farmer.slice(farmer.len() - 32..));
        env.crypto().keccak256(&bytes).to_bytes()
    }

    pub fn set_reward(env: Env, reward: i128) {
        env.storage().instance().set(&REWARD, &reward);
    }

    pub fn pause(env: Env) {
        env.storage().instance().set(&PAUSED, &());
    }

    // Anybody can do this on the network, with the operation that extends lives.
    pub fn extend(env: Env, farmer: Address, index: u32, ledgers: u32) {
        let stored = env.storage().temporary();
        stored.extend_ttl(&(PAIL, farmer, index), ledgers, ledgers);
        stored.extend_ttl(&(BLOCK, index), ledgers, ledgers);
    }
}
