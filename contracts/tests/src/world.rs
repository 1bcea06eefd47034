//! A network with a farm, its asset, a pool with its roles, and the calls as each role signs them.

use std::rc::Rc;

use soroban_sdk::testutils::{Address as _, EnvTestConfig, Ledger, MockAuth, MockAuthInvoke};
use soroban_sdk::token::{StellarAssetClient, TokenClient};
use soroban_sdk::{
    vec, xdr, Address, BytesN, Env, Error, IntoVal, TryFromVal, TryIntoVal, Val, Vec,
};

use crate::farm::{Farm, FarmClient, INTERVAL, LIFE};
use ::batch::BatchClient;
use ::pool::{Making, PoolClient};
use ::split::SplitClient;
use ::vault::VaultClient;

pub const KALE: i128 = 10_000_000;
pub const HALF: u32 = 5_000;

pub const BATCH: &[u8] = include_bytes!("../../wasm/batch.wasm");
pub const POOL: &[u8] = include_bytes!("../../wasm/pool.wasm");
pub const SPLIT: &[u8] = include_bytes!("../../wasm/split.wasm");
pub const VAULT: &[u8] = include_bytes!("../../wasm/vault.wasm");

/// A call that must not go through: whatever stops it.
#[macro_export]
macro_rules! refused {
    ($call:expr) => {
        assert!($call.is_err(), "went through: {}", stringify!($call))
    };
}

/// A call that must fail with this error of the contract.
#[macro_export]
macro_rules! fails {
    ($call:expr, $error:expr) => {
        assert_eq!($call.err(), Some(Ok($error)), "{}", stringify!($call))
    };
}

pub struct World {
    pub env: Env,
    pub asset: Address,
    pub native: Address,
    pub farm: Address,
    pub pool: Address,
    pub admin: Address,
    pub operator: Address,
    pub stranger: Address,
}

pub struct Made {
    pub owner: Address,
    pub making: Making,
    pub address: Address,
}

pub fn environment() -> Env {
    let env = Env::new_with_config(EnvTestConfig {
        capture_snapshot_at_drop: false,
    });
    env.ledger().with_mut(|ledger| {
        ledger.sequence_number = 1_000;
        ledger.timestamp = 1_000_000;
        ledger.base_reserve = 5_000_000;
        ledger.min_temp_entry_ttl = LIFE;
        ledger.min_persistent_entry_ttl = 2_073_600;
        ledger.max_entry_ttl = 3_110_400;
    });
    env.cost_estimate().disable_resource_limits();
    env.cost_estimate().budget().reset_unlimited();
    env
}

fn asset_contract(env: &Env, asset: xdr::Asset) -> Address {
    let create = xdr::HostFunction::CreateContract(xdr::CreateContractArgs {
        contract_id_preimage: xdr::ContractIdPreimage::Asset(asset),
        executable: xdr::ContractExecutable::StellarAsset,
    });
    let made = env.host().invoke_function(create).unwrap();
    made.try_into_val(env).unwrap()
}

fn account_id(seed: u8) -> xdr::AccountId {
    xdr::AccountId(xdr::PublicKey::PublicKeyTypeEd25519(xdr::Uint256(
        [seed; 32],
    )))
}

fn kale() -> xdr::Asset {
    xdr::Asset::CreditAlphanum4(xdr::AlphaNum4 {
        asset_code: xdr::AssetCode4(*b"KALE"),
        issuer: account_id(255),
    })
}

fn put(env: &Env, key: xdr::LedgerKey, data: xdr::LedgerEntryData) {
    let entry = xdr::LedgerEntry {
        data,
        last_modified_ledger_seq: 0,
        ext: xdr::LedgerEntryExt::V0,
    };
    env.host()
        .add_ledger_entry(&Rc::new(key), &Rc::new(entry), None)
        .unwrap();
}

/// A classic account with so much XLM and no trustline.
pub fn account(env: &Env, seed: u8, xlm: i64) -> Address {
    let account_id = account_id(seed);
    let key = xdr::LedgerKey::Account(xdr::LedgerKeyAccount {
        account_id: account_id.clone(),
    });
    let data = xdr::LedgerEntryData::Account(xdr::AccountEntry {
        account_id: account_id.clone(),
        balance: xlm,
        flags: 0,
        home_domain: Default::default(),
        inflation_dest: None,
        num_sub_entries: 1,
        seq_num: xdr::SequenceNumber(0),
        thresholds: xdr::Thresholds([1; 4]),
        signers: xdr::VecM::default(),
        ext: xdr::AccountEntryExt::V0,
    });
    put(env, key, data);
    Address::try_from_val(env, &xdr::ScAddress::Account(account_id)).unwrap()
}

/// Gives the account a trustline for KALE with this limit.
pub fn trust(env: &Env, seed: u8, limit: i64) {
    let xdr::Asset::CreditAlphanum4(asset) = kale() else {
        unreachable!()
    };
    let key = xdr::LedgerKey::Trustline(xdr::LedgerKeyTrustLine {
        account_id: account_id(seed),
        asset: xdr::TrustLineAsset::CreditAlphanum4(asset.clone()),
    });
    let data = xdr::LedgerEntryData::Trustline(xdr::TrustLineEntry {
        account_id: account_id(seed),
        asset: xdr::TrustLineAsset::CreditAlphanum4(asset),
        balance: 0,
        limit,
        flags: 1,
        ext: xdr::TrustLineEntryExt::V0,
    });
    put(env, key, data);
}

/// The number of the error that an item ended with.
pub fn code(env: &Env, item: &Val) -> Option<u32> {
    Error::try_from_val(env, item).ok().map(|it| it.get_code())
}

pub fn codes(env: &Env, items: &Vec<Val>) -> std::vec::Vec<Option<u32>> {
    items.iter().map(|it| code(env, &it)).collect()
}

impl World {
    pub fn new() -> World {
        let env = environment();
        account(&env, 255, 100 * KALE as i64);
        let asset = asset_contract(&env, kale());
        let native = asset_contract(&env, xdr::Asset::Native);
        let farm = env.register(Farm, (&asset,));
        env.mock_all_auths();
        StellarAssetClient::new(&env, &asset).set_admin(&farm);
        let wasm = env.deployer().upload_contract_wasm(VAULT);
        let (admin, operator) = (Address::generate(&env), Address::generate(&env));
        let pool = env.register(POOL, (&admin, &operator, &farm, &asset, &wasm, LIFE));
        env.set_auths(&[]);
        let stranger = Address::generate(&env);
        World {
            env,
            asset,
            native,
            farm,
            pool,
            admin,
            operator,
            stranger,
        }
    }

    pub fn farm(&self) -> FarmClient<'_> {
        FarmClient::new(&self.env, &self.farm)
    }

    pub fn pool(&self) -> PoolClient<'_> {
        PoolClient::new(&self.env, &self.pool)
    }

    pub fn token(&self) -> TokenClient<'_> {
        TokenClient::new(&self.env, &self.asset)
    }

    pub fn balance(&self, of: &Address) -> i128 {
        self.token().balance(of)
    }

    /// Out of nothing.
    pub fn give(&self, to: &Address, amount: i128) {
        self.env.mock_all_auths();
        StellarAssetClient::new(&self.env, &self.asset).mint(to, &amount);
        self.env.set_auths(&[]);
    }

    /// The next call is signed by this address alone, with the transfer of the asset below it.
    pub fn signs_transfer(
        &self,
        who: &Address,
        call: (&Address, &str, Vec<Val>),
        to: &Address,
        amount: i128,
    ) {
        let transfer = MockAuthInvoke {
            contract: &self.asset,
            fn_name: "transfer",
            args: (who, to, amount).into_val(&self.env),
            sub_invokes: &[],
        };
        self.sign(who, call, &[transfer]);
    }

    /// The next call is signed by this address alone.
    pub fn signs(&self, who: &Address, contract: &Address, function: &str, args: Vec<Val>) {
        self.sign(who, (contract, function, args), &[]);
    }

    fn sign(&self, who: &Address, call: (&Address, &str, Vec<Val>), below: &[MockAuthInvoke]) {
        let (contract, fn_name, args) = call;
        self.env.mock_auths(&[MockAuth {
            address: who,
            invoke: &MockAuthInvoke {
                contract,
                fn_name,
                args,
                sub_invokes: below,
            },
        }]);
    }

    pub fn nobody_signs(&self) {
        self.env.set_auths(&[]);
    }

    pub fn make(&self, id: u64, cover: i128) -> Made {
        self.make_for(id, &Address::generate(&self.env), HALF, 0, cover)
    }

    pub fn make_for(&self, id: u64, owner: &Address, bps: u32, floor: i128, cover: i128) -> Made {
        let making: Making = (id, owner.clone(), bps, floor);
        let items = vec![&self.env, making.clone()];
        let args = (&items, cover).into_val(&self.env);
        self.signs(&self.operator, &self.pool, "create_many", args);
        let made = self.pool().create_many(&items, &cover);
        self.nobody_signs();
        Made {
            owner: owner.clone(),
            making,
            address: made.get(0).unwrap(),
        }
    }

    /// A vault in which so much lies.
    pub fn filled(&self, id: u64, amount: i128) -> Made {
        let made = self.make(id, 0);
        self.give(&made.address, amount);
        made
    }

    /// Where the vault of that making is or will be.
    pub fn address(&self, making: &Making) -> Address {
        let items = vec![&self.env, making.clone()];
        self.pool().vaults(&items).get(0).unwrap()
    }

    pub fn salt(&self, made: &Made) -> BytesN<32> {
        let terms = self.vault(made).info().0;
        terms.get(4).unwrap().try_into_val(&self.env).unwrap()
    }

    pub fn vault(&self, made: &Made) -> VaultClient<'_> {
        VaultClient::new(&self.env, &made.address)
    }

    pub fn plant_many(&self, items: &Vec<(Address, i128)>) -> Vec<Val> {
        let args = vec![&self.env, items.into_val(&self.env)];
        self.signs(&self.operator, &self.pool, "plant_many", args);
        let results = self.pool().plant_many(items);
        self.nobody_signs();
        results
    }

    /// The number of the error, if it was one.
    pub fn plant(&self, made: &Made, stake: i128) -> Option<u32> {
        let results = self.plant_many(&vec![&self.env, (made.address.clone(), stake)]);
        code(&self.env, &results.get(0).unwrap())
    }

    pub fn stop(&self, made: &Made) {
        let args = vec![&self.env, made.owner.to_val()];
        self.signs(&made.owner, &made.address, "stop", args);
        self.vault(made).stop(&made.owner);
        self.nobody_signs();
    }

    pub fn withdraw(&self, made: &Made, to: &Address, amount: i128) -> i128 {
        let args = (to, amount).into_val(&self.env);
        self.signs(&made.owner, &made.address, "withdraw", args);
        let paid = self.vault(made).withdraw(to, &amount);
        self.nobody_signs();
        paid
    }

    pub fn set_floor(&self, made: &Made, floor: i128) {
        let args = vec![&self.env, floor.into_val(&self.env)];
        self.signs(&made.owner, &made.address, "set_floor", args);
        self.vault(made).set_floor(&floor);
        self.nobody_signs();
    }

    pub fn ledgers(&self, count: u32) {
        self.env.ledger().with_mut(|ledger| {
            ledger.sequence_number += count;
            ledger.timestamp += 5 * count as u64;
        });
    }

    /// Long enough for the next plant to open a block.
    pub fn next_block(&self) {
        self.ledgers(INTERVAL as u32 / 5);
    }

    pub fn work(&self, farmer: &Address) -> u32 {
        let hash = self.farm().hash(farmer, &0);
        self.farm().work(farmer, &hash, &0)
    }

    /// Opens the next block by a farmer of no interest.
    pub fn open(&self) {
        self.next_block();
        self.env.mock_all_auths();
        self.farm().plant(&Address::generate(&self.env), &0);
        self.nobody_signs();
    }

    /// Plants, works and harvests with this reward.
    pub fn round(&self, made: &Made, stake: i128, reward: i128) {
        assert_eq!(self.plant(made, stake), None);
        let index = self.farm().index();
        self.ledgers(1);
        self.work(&made.address);
        self.open();
        self.farm().set_reward(&reward);
        self.farm().harvest(&made.address, &index);
    }

    pub fn batch(&self) -> BatchClient<'_> {
        BatchClient::new(&self.env, &self.env.register(BATCH, ()))
    }

    pub fn split(&self) -> SplitClient<'_> {
        let id = self
            .env
            .register(SPLIT, (&self.admin, &self.asset, &self.native));
        SplitClient::new(&self.env, &id)
    }

    pub fn farmer_id(&self, number: u8) -> BytesN<16> {
        BytesN::from_array(&self.env, &[number; 16])
    }
}
